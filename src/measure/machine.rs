//! On which machine something was measured: figures of two machines are not compared in silence.

use std::fs;

use serde::{Deserialize, Serialize};

/// What is known of the machine, as far as its system tells.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Machine {
    /// Operating system and architecture: `linux x86_64`.
    pub system: String,
    /// Its kernel.
    pub kernel: Option<String>,
    /// The processor's name.
    pub cpu: Option<String>,
    /// Processors that may be used.
    pub cores: usize,
    /// Memory in bytes.
    pub memory: Option<u64>,
    /// Processes that wanted a processor in the last minute, on the average: above the number of
    /// cores they stood in each other's way.
    pub load: Option<f64>,
}

impl Machine {
    /// This machine, now.
    pub fn here() -> Self {
        let text = |path: &str| fs::read_to_string(path).ok();
        let line = |path: &str, key: &str| {
            let text = text(path)?;
            let found = text.lines().find_map(|line| line.strip_prefix(key)?.trim_start().strip_prefix(':'));
            found.map(|value| value.trim().to_string())
        };
        let memory = line("/proc/meminfo", "MemTotal");
        Machine {
            system: format!("{} {}", std::env::consts::OS, std::env::consts::ARCH),
            kernel: text("/proc/sys/kernel/osrelease").map(|kernel| kernel.trim().to_string()),
            cpu: line("/proc/cpuinfo", "model name"),
            cores: std::thread::available_parallelism().map_or(1, usize::from),
            memory: memory.and_then(|m| m.trim_end_matches(" kB").parse::<u64>().ok()).map(|kb| kb * 1024),
            load: text("/proc/loadavg").and_then(|load| load.split(' ').next()?.parse().ok()),
        }
    }

    /// Are these the same machine, as far as can be told?
    pub fn is_like(&self, other: &Machine) -> bool {
        (&self.system, &self.cpu, self.cores) == (&other.system, &other.cpu, other.cores)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn this_machine_is_like_itself_and_has_a_core() {
        let here = Machine::here();
        assert!(here.cores > 0 && here.is_like(&Machine::here()), "{here:?}");
        assert!(!here.is_like(&Machine { cores: here.cores + 1, ..here.clone() }));
        if cfg!(target_os = "linux") {
            assert!(here.kernel.is_some() && here.memory.is_some_and(|m| m > 1 << 24), "{here:?}");
        }
    }
}
