//! Preloaded into the program under test: counts what it does to the files of one folder (creates,
//! writes, syncs, renames) and lets a step of them fail, or kills the process there.
//!
//! `AXTAR_FAULT_FOLDER` is the folder, `AXTAR_FAULT_AT` the number of the step, from 1,
//! `AXTAR_FAULT_KIND` what happens: `kill`; `eio`, this step fails; `enospc`, it and every later
//! one that needs room fails, after half a write; `erofs`, whatever would change the folder fails.
//! `AXTAR_FAULT_FIRED` is a file made when it happens.

use std::ffi::{CStr, OsStr, c_char, c_int, c_void};
use std::os::unix::ffi::OsStrExt;
use std::path::{Path, PathBuf};
use std::sync::OnceLock;
use std::sync::atomic::{AtomicU64, Ordering};

unsafe extern "C" {
    fn dlsym(handle: *mut c_void, name: *const c_char) -> *mut c_void;
    fn __errno_location() -> *mut c_int;
    fn getpid() -> c_int;
    fn kill(pid: c_int, signal: c_int) -> c_int;
}

const EIO: c_int = 5;
const ENOSPC: c_int = 28;
const EROFS: c_int = 30;
const WRITING: c_int = 0o3;
const CREATING: c_int = 0o100;

#[derive(PartialEq)]
enum Kind {
    Kill,
    Eio,
    Enospc,
    Erofs,
}

struct Fault {
    folder: PathBuf,
    at: u64,
    kind: Kind,
    fired: PathBuf,
}

static STEPS: AtomicU64 = AtomicU64::new(0);

fn fault() -> Option<&'static Fault> {
    static FAULT: OnceLock<Option<Fault>> = OnceLock::new();
    let read = || {
        let text = |name: &str| std::env::var(name).ok();
        Some(Fault {
            folder: text("AXTAR_FAULT_FOLDER")?.into(),
            at: text("AXTAR_FAULT_AT")?.parse().ok()?,
            kind: match text("AXTAR_FAULT_KIND")?.as_str() {
                "kill" => Kind::Kill,
                "eio" => Kind::Eio,
                "enospc" => Kind::Enospc,
                "erofs" => Kind::Erofs,
                _ => return None,
            },
            fired: text("AXTAR_FAULT_FIRED")?.into(),
        })
    };
    FAULT.get_or_init(read).as_ref()
}

/// What a call is, as far as faults tell them apart.
#[derive(Clone, Copy, PartialEq)]
enum Call {
    /// Makes a file or writes into one.
    Room,
    /// Opens a file to write into, which is there.
    Open,
    Sync,
    Rename,
    Unlink,
}

/// The error that this call ends with; `None` where it is to be done.
fn failure(call: Call, path: &Path) -> Option<c_int> {
    let fault = fault().filter(|fault| path.starts_with(&fault.folder))?;
    let counts = match fault.kind {
        Kind::Erofs => call != Call::Sync,
        Kind::Kill => call != Call::Open,
        Kind::Eio => !matches!(call, Call::Open | Call::Unlink),
        Kind::Enospc => call == Call::Room,
    };
    if !counts {
        return None;
    }
    let step = STEPS.fetch_add(1, Ordering::SeqCst) + 1;
    let happens = match fault.kind {
        Kind::Erofs => true,
        Kind::Enospc => step >= fault.at,
        Kind::Kill | Kind::Eio => step == fault.at,
    };
    if !happens {
        return None;
    }
    let _ = std::fs::write(&fault.fired, "");
    match fault.kind {
        Kind::Kill => {
            // SAFETY: plain calls of libc.
            unsafe { kill(getpid(), 9) };
            None
        }
        Kind::Eio => Some(EIO),
        Kind::Enospc => Some(ENOSPC),
        Kind::Erofs => Some(EROFS),
    }
}

fn refused(errno: c_int) -> c_int {
    // SAFETY: libc gives each thread a valid place for its error number.
    unsafe { *__errno_location() = errno };
    -1
}

fn of_descriptor(descriptor: c_int) -> PathBuf {
    match descriptor {
        0..=2 => PathBuf::new(),
        _ => std::fs::read_link(format!("/proc/self/fd/{descriptor}")).unwrap_or_default(),
    }
}

fn of_name(name: *const c_char) -> PathBuf {
    // SAFETY: the caller of a libc function gives a string that ends in zero.
    let name = unsafe { CStr::from_ptr(name) };
    std::path::absolute(OsStr::from_bytes(name.to_bytes())).unwrap_or_default()
}

/// The function of this name and type that the process would have called without us.
macro_rules! real {
    ($name:literal: $type:ty) => {{
        const NEXT: *mut c_void = -1isize as *mut c_void;
        // SAFETY: libc exports a function of this name and type.
        unsafe { std::mem::transmute::<*mut c_void, $type>(dlsym(NEXT, $name.as_ptr())) }
    }};
}

#[unsafe(no_mangle)]
extern "C" fn write(descriptor: c_int, bytes: *const c_void, len: usize) -> isize {
    let real = real!(c"write": extern "C" fn(c_int, *const c_void, usize) -> isize);
    match failure(Call::Room, &of_descriptor(descriptor)) {
        // A disk takes what still fits, and only then refuses.
        Some(ENOSPC) if len > 1 && STEPS.load(Ordering::SeqCst) == fault().map_or(0, |f| f.at) => {
            real(descriptor, bytes, len / 2)
        }
        Some(errno) => refused(errno) as isize,
        None => real(descriptor, bytes, len),
    }
}

#[unsafe(no_mangle)]
extern "C" fn fsync(descriptor: c_int) -> c_int {
    let real = real!(c"fsync": extern "C" fn(c_int) -> c_int);
    failure(Call::Sync, &of_descriptor(descriptor)).map_or_else(|| real(descriptor), refused)
}

#[unsafe(no_mangle)]
extern "C" fn fdatasync(descriptor: c_int) -> c_int {
    let real = real!(c"fdatasync": extern "C" fn(c_int) -> c_int);
    failure(Call::Sync, &of_descriptor(descriptor)).map_or_else(|| real(descriptor), refused)
}

#[unsafe(no_mangle)]
extern "C" fn rename(from: *const c_char, to: *const c_char) -> c_int {
    let real = real!(c"rename": extern "C" fn(*const c_char, *const c_char) -> c_int);
    failure(Call::Rename, &of_name(to)).map_or_else(|| real(from, to), refused)
}

#[unsafe(no_mangle)]
extern "C" fn unlink(name: *const c_char) -> c_int {
    let real = real!(c"unlink": extern "C" fn(*const c_char) -> c_int);
    failure(Call::Unlink, &of_name(name)).map_or_else(|| real(name), refused)
}

#[unsafe(no_mangle)]
extern "C" fn mkdir(name: *const c_char, mode: u32) -> c_int {
    let real = real!(c"mkdir": extern "C" fn(*const c_char, u32) -> c_int);
    failure(Call::Room, &of_name(name)).map_or_else(|| real(name, mode), refused)
}

#[unsafe(no_mangle)]
extern "C" fn open64(name: *const c_char, flags: c_int, mode: u32) -> c_int {
    let real = real!(c"open64": extern "C" fn(*const c_char, c_int, u32) -> c_int);
    if flags & (WRITING | CREATING) == 0 {
        return real(name, flags, mode);
    }
    let path = of_name(name);
    let call = if flags & CREATING != 0 && !path.exists() { Call::Room } else { Call::Open };
    failure(call, &path).map_or_else(|| real(name, flags, mode), refused)
}
