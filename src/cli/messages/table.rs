//! Every message of the program: `KEY: English => Azerbaijani;`.
//!
//! Lower case where it follows `error:` or `warning:`. Azerbaijani endings are never put on a
//! value: a noun carries them (`{path}` qovluğunda), since harmony would follow the value.

use super::Message;

macro_rules! messages {
    ($($key:ident: $en:literal => $az:literal;)*) => {
        $(pub const $key: Message = Message { en: $en, az: $az };)*
        #[cfg(test)]
        const ALL: &[(&str, Message)] = &[$((stringify!($key), $key)),*];
    };
}

messages! {
    // What stands before a message.
    ERROR: "error:" => "xəta:";
    WARNING: "warning:" => "xəbərdarlıq:";
    HINT: "hint:" => "məsləhət:";

    // Things counted.
    ARTICLE: "article|articles" => "məqalə";
    PARAGRAPH: "paragraph|paragraphs" => "abzas";
    COPY: "copy|copies" => "surət";
    INPUT: "input|inputs" => "giriş";
    FILE: "file|files" => "fayl";
    LINE: "line|lines" => "sətir";
    WORD: "word|words" => "söz";

    // Arguments.
    UNKNOWN_COMMAND: "there is no command `{name}`" => "`{name}` adlı əmr yoxdur";
    UNKNOWN_OPTION: "there is no option `{name}`" => "`{name}` adlı seçim yoxdur";
    UNEXPECTED: "`{name}` is one argument too many" => "`{name}` artıq arqumentdir";
    DID_YOU_MEAN: "did you mean `{name}`?" => "bunu nəzərdə tuturdunuz: `{name}`?";
    UNWANTED_WORD: "a word to leave out goes after `--`: `axtar search -- neft {name}`" => "istənilməyən söz `--` işarəsindən sonra yazılır: `axtar search -- neft {name}`";
    NO_VALUE: "`{option}` needs a value" => "`{option}` üçün qiymət lazımdır";
    BAD_VALUE: "`{value}` is no value for `{option}`" => "`{value}` qiyməti `{option}` üçün yararsızdır";
    BAD_VALUE_WHY: "`{value}` is no value for `{option}`: {reason}" => "`{value}` qiyməti `{option}` üçün yararsızdır: {reason}";
    POSSIBLE: "possible: {values}" => "mümkün qiymətlər: {values}";
    MISSING_ARGUMENT: "missing: {names}" => "çatışmır: {names}";
    MISSING_COMMAND: "a command is expected" => "əmr gözlənilir";
    CONFLICT: "`{one}` cannot go with {others}" => "`{one}` və {others} birlikdə işlənmir";
    NUMBER_OF_VALUES: "`{option}` takes another number of values" => "`{option}` üçün qiymətlərin sayı başqa olmalıdır";
    NOT_UTF8_ARGUMENT: "an argument is not UTF-8" => "arqumentlərdən biri UTF-8 deyil";
    SEE_HELP: "`{command} --help` shows how it is used" => "istifadə qaydası: `{command} --help`";
    NUMBER_EXPECTED: "a whole number from {low} to {high} is expected" => "{low} ilə {high} arasında tam ədəd gözlənilir";
    DATE_EXPECTED: "a date such as 2024-05-31 is expected" => "2024-05-31 kimi tarix gözlənilir";
    BAD_LANGUAGE: "AXTAR_LANG is `{value}`, but az or en is expected" => "AXTAR_LANG dəyişənində `{value}` yazılıb, az və ya en gözlənilir";
    FROM_TERMINAL: "reading from this terminal; Ctrl-D on an empty line ends it" => "bu terminaldan oxunur; bitirmək üçün boş sətirdə Ctrl-D basın";
    TEXT_EXPECTED: "a text is expected, as an argument or on standard input" => "mətn gözlənilir: arqument kimi və ya standart girişdən";
    CANNOT_READ: "cannot read `{path}`" => "`{path}` faylını oxumaq olmur";
    CANNOT_WRITE: "cannot write `{path}`" => "`{path}` faylını yazmaq olmur";

    // Configuration.
    CONFIG_UNREADABLE: "cannot read `{path}`: {reason}" => "`{path}` faylını oxumaq olmur: {reason}";
    CONFIG_UNREADABLE_CURE: "mend it, or go without configuration files: `--no-config`" => "onu düzəldin, yaxud konfiqurasiya fayllarını oxutmayın: `--no-config`";
    CONFIG_SYNTAX: "{place}: this is not TOML: {reason}" => "{place}: bu, TOML deyil: {reason}";
    CONFIG_SYNTAX_CURE: "one setting a line: `limit = 20`, `variants = \"narrow\"`" => "hər sətirdə bir parametr yazılır: `limit = 20`, `variants = \"narrow\"`";
    CONFIG_UNKNOWN_KEY: "{place}: there is no setting `{key}`" => "{place}: `{key}` adlı parametr yoxdur";
    CONFIG_KEYS: "the settings are: {keys}" => "parametrlər bunlardır: {keys}";
    CONFIG_NUMBER: "{place}: `{key}` takes a whole number, without quotes" => "{place}: `{key}` üçün dırnaqsız tam ədəd yazılır";
    CONFIG_TEXT: "{place}: `{key}` takes a text in quotes" => "{place}: `{key}` üçün dırnaq içində mətn yazılır";
    CONFIG_PROGRAM: "{place}: `{key}` takes a command in quotes, or false" => "{place}: `{key}` üçün dırnaq içində əmr və ya false yazılır";
    CONFIG_REFUSED: "{place}: {cause}" => "{place}: {cause}";
    CONFIG_PROGRAM_IGNORED: "{place}: `{key}` is passed over, since a project's file may not name a program to run" => "{place}: `{key}` nəzərə alınmır, çünki layihənin faylı işə salınacaq proqramı göstərə bilməz";
    CONFIG_PROGRAM_IGNORED_CURE: "write it into `{path}`, which is yours alone" => "onu yalnız sizə məxsus olan `{path}` faylına yazın";
    ORIGIN_FLAG: "command line" => "əmr sətri";
    ORIGIN_DEFAULT: "default" => "susmaya görə";
    PROJECT_SETTINGS: "project" => "layihə";
    USER_SETTINGS: "user" => "istifadəçi";
    NO_SUCH_FILE: "no such file" => "belə fayl yoxdur";

    // The manual.
    MAN_SYNOPSIS: "SYNOPSIS" => "YAZILIŞI";
    MAN_DESCRIPTION: "DESCRIPTION" => "TƏSVİR";
    MAN_OPTIONS: "OPTIONS" => "SEÇİMLƏR";
    MAN_COMMANDS: "COMMANDS" => "ƏMRLƏR";

    // Indexing.
    INDEXED: "{articles} ({paragraphs}) indexed in {seconds} s" => "{articles} ({paragraphs}) {seconds} s-yə indeksləndi";
    REPLACED: "{count} of them replaced older versions" => "onlardan {count} köhnə versiyanı əvəz etdi";
    UNCHANGED: "{count} unchanged" => "dəyişməyib: {count}";
    FAILED: "{inputs} could not be read (named above)" => "{inputs} oxunmadı (yuxarıda göstərilib)";
    NOTHING_TO_INDEX: "nothing to index" => "indekslənəcək heç nə yoxdur";
    PRUNED: "{articles} taken out with their files" => "faylları ilə birlikdə çıxarıldı: {articles}";
    PRUNE: "{files} with {articles} are no more: take their articles out of the index?" => "artıq yoxdur: {files}, onlarda {articles}; məqalələri indeksdən çıxarılsın?";
    WOULD_PRUNE: "{index}: {files} with {articles} are no more; nothing was changed" => "{index}: artıq yoxdur: {files}, onlarda {articles}; heç nə dəyişdirilmədi";
    STOPPED: "stopped: of this run {articles} ({paragraphs}) are kept in `{index}`" => "dayandırıldı: bu işdən `{index}` indeksində qaldı: {articles} ({paragraphs})";
    STOPPED_WITH_NOTHING: "stopped: nothing of this run is in `{index}`, which is as it was" => "dayandırıldı: bu işdən `{index}` indeksinə heç nə yazılmadı, o, əvvəlki kimidir";
    STOPPED_CURE: "the same command again reads the rest" => "eyni əmr yenidən verilsə, qalanını oxuyur";
    ID_TOO_LONG: "{file}: an article's id is longer than {limit} bytes" => "{file}: məqalənin id-si {limit} baytdan uzundur";
    ID_TOO_LONG_CURE: "give it a short `id`" => "qısa `id` verin";
    MAP_FORM: "`{pair}` is not of the form FIELD=NAME, such as title=headline" => "`{pair}` FIELD=NAME şəklində deyil, məsələn title=headline";
    MAP_FIELD: "there is no field `{field}`; the fields are {known}" => "`{field}` adlı sahə yoxdur; sahələr bunlardır: {known}";
    STANDARD_INPUT: "standard input" => "standart giriş";
    FINISHING: "finishing the index" => "indeks tamamlanır";
    RATE: "{articles}, {rate}/s" => "{articles}, {rate}/s";
    TIME_LEFT: "{eta} left" => "{eta} qalıb";

    // Taking away.
    NEEDS_YES: "nobody can be asked here: add `--yes`, or `--dry-run` to see what would go" => "burada soruşmaq mümkün deyil: `--yes` əlavə edin, nəyin gedəcəyini görmək üçün isə `--dry-run`";
    YES_OR_NO: "[y/N]" => "[b/X]";
    LEFT_AS_IT_IS: "Nothing was changed." => "Heç nə dəyişdirilmədi.";
    REMOVE: "remove {articles} ({paragraphs}) and their earlier versions from `{index}`?" => "`{index}` indeksindən {articles} ({paragraphs}) əvvəlki versiyaları ilə birlikdə silinsin?";
    REMOVED: "{index}: {articles} ({paragraphs}) removed" => "{index}: silindi: {articles} ({paragraphs})";
    WOULD_REMOVE: "{index}: {articles} ({paragraphs}) would go; nothing was changed" => "{index}: silinəcəklər: {articles} ({paragraphs}); heç nə dəyişdirilmədi";
    FILES_BRING_BACK: "the files they came from are still there and bring them back when they are indexed again: {files}" => "gəldikləri fayllar hələ yerindədir və yenidən indekslənəndə onları geri gətirəcək: {files}";
    TEXT_STAYS: "their text leaves the disk with `axtar optimize`" => "mətnləri diskdən `axtar optimize` ilə çıxır";

    // Copies of the index.
    BACKED_UP: "{index} is backed up in {to}: {copied}" => "{index} indeksinin ehtiyat nüsxəsi: {to}; {copied}";
    RESTORE: "put the backup of {made} in the place of what is in `{index}`?" => "`{index}` indeksində olanların yerinə {made} tarixli nüsxə qoyulsun?";
    WOULD_RESTORE: "{index} would be replaced by the backup of {made}; nothing was changed" => "{index} indeksini {made} tarixli nüsxə əvəz edəcək; heç nə dəyişdirilmədi";
    WOULD_RESTORE_NEW: "{index} would be made of the backup of {made}; nothing was changed" => "{index} indeksi {made} tarixli nüsxədən qurulacaq; heç nə dəyişdirilmədi";
    RESTORED: "{index} is the backup of {made}: {copied}" => "{index} artıq {made} tarixli nüsxədir: {copied}";
    COPIED: "{files} copied ({size}), {kept} there already" => "köçürüldü: {files} ({size}), əvvəldən var idi: {kept}";
    OPTIMIZED: "{index}: {segments} segments with {deleted} deleted paragraphs became one; {before} before, {after} now" => "{index}: {segments} seqment, onlarda {deleted} silinmiş abzas, bir seqment oldu; əvvəl {before}, indi {after}";
    ALREADY_OPTIMAL: "{index}: one segment without deletions, {size}; nothing to do" => "{index}: silinmişi olmayan bir seqmentdir, {size}; görüləsi iş yoxdur";

    // Watching.
    WATCHING: "watching `{folder}`; Ctrl-C ends it" => "`{folder}` qovluğu izlənir; dayandırmaq üçün Ctrl-C";
    WATCH_ENDED: "{index}: all that was taken in is kept; {articles} ({paragraphs}) since it began" => "{index}: qəbul edilənlərin hamısı saxlanıldı; başlanğıcdan bəri {articles} ({paragraphs})";
    WATCH_WAITS: "another process is writing to `{index}`; what arrives waits for it" => "`{index}` indeksinə başqa proses yazır; gələnlər onu gözləyir";
    WATCH_POLLS: "the system does not tell of changes in `{folder}` ({reason}); it is looked through every second" => "sistem `{folder}` qovluğundakı dəyişiklikləri bildirmir ({reason}); ona hər saniyə baxılır";
    NOT_A_FOLDER: "`{path}` is not a folder, or not there" => "`{path}` qovluq deyil və ya yerində yoxdur";
    NOT_A_FOLDER_CURE: "name the folder in which articles arrive" => "məqalələrin gəldiyi qovluğu göstərin";

    // Searching.
    NOTHING_FOUND: "Nothing found." => "Heç nə tapılmadı.";
    LACKING: "paragraphs that lack some of the words" => "bəzi sözləri olmayan abzaslar";
    PLACE: "paragraph {number} of {count}" => "abzas {number}/{count}";
    COPIES_FIRST: "{copies}, first in {source} on {day}" => "{copies}, ilki: {source}, {day}";
    COPIES_SINCE: "{copies}, first on {day}" => "{copies}, ilki: {day}";
    WITHOUT: "without: {words}" => "bu sözlər yoxdur: {words}";
    NOT_IN_ARCHIVE: "not in the archive" => "arxivdə yoxdur";
    SOUNDS_ALIKE: "(sounds alike)" => "(oxşar səslənir)";
    BY_NEWSROOM: "(newsroom's list)" => "(redaksiyanın siyahısı)";
    BY_ACRONYM: "(acronym)" => "(abreviatura)";
    BY_ACRONYM_IN: "(acronym, explained in {id})" => "(abreviatura, açılışı: {id})";
    ANOTHER_VOICE: "(another voice of the verb)" => "(felin başqa növü)";
    AN_EXONYM: "(exonym)" => "(ekzonim)";
    AN_INITIAL: "(initial)" => "(inisial)";
    OTHER_SCRIPT: "(other script)" => "(başqa əlifba)";
    OTHER_DIACRITICS: "(diacritics)" => "(diakritik işarələr)";
    SPELLINGS_CUT: "{count} rarer spellings left out" => "daha {count} nadir yazılış nəzərə alınmadı";
    MORE: "{count} more" => "daha {count}";

    NEAREST: "did you mean {words}?" => "bunu nəzərdə tuturdunuz: {words}?";
    SHOWN: "{count} shown" => "göstərilib: {count}";
    TOTAL: "{paragraphs} in {articles} with all the words" => "bütün sözlər olan {paragraphs}, {articles}";
    TOTAL_AT_MOST: "at most {paragraphs} in {articles} with all the words" => "bütün sözlər olan ən çoxu {paragraphs}, {articles}";
    TOTAL_NONE: "no paragraph has all the words" => "heç bir abzasda bütün sözlər yoxdur";
    SECONDS: "{seconds} s" => "{seconds} s";
    WITHOUT_LIMITS: "within these limits nothing is found; without them: {paragraphs}" => "bu hədlər daxilində heç nə yoxdur; onlarsız: {paragraphs}";
    SOURCE: "source" => "mənbə";
    SECTION: "section" => "bölmə";
    AUTHOR: "author" => "müəllif";
    YEAR: "year" => "il";
    MONTH: "month" => "ay";
    SHARE: "{articles} of {of} articles, {share} %" => "{articles}/{of} məqalə, {share} %";
    FOUND_COLUMN: "articles found" => "tapılan məqalələr";
    OF_COLUMN: "of" => "cəmi";
    LINK_EXPECTED: "one of {names} is expected, or a template with {url} or {path}" => "{names} və ya içində {url}, {path} olan nümunə gözlənilir";

    // The full screen.
    SEARCHED: "searched {day}" => "axtarılıb: {day}";
    TUI_PROMPT: "search" => "axtarış";
    TUI_SOURCE: "source" => "mənbə";
    TUI_SECTION: "section" => "bölmə";
    TUI_FROM: "from" => "başlanğıc";
    TUI_TO: "to" => "son";
    TUI_VARIANTS: "spellings" => "yazılış";
    TUI_ORDER: "order" => "sıra";
    TUI_BEST: "best" => "ən uyğun";
    TUI_NEWEST: "newest" => "ən yeni";
    TUI_REACH_NONE: "forms" => "formalar";
    TUI_REACH_NARROW: "letters" => "hərflər";
    TUI_REACH_NAMES: "names" => "adlar";
    TUI_REACH_ALL: "all" => "hamısı";
    TUI_SHOWN: "{count} shown, {milliseconds} ms" => "göstərilir: {count}, {milliseconds} ms";
    TUI_HIT_OF: "hit {place} of {count}, {percent} %" => "nəticə {place}/{count}, {percent} %";
    TUI_CITED: "citation copied; it is printed on leaving, too" => "istinad köçürüldü; çıxanda ekrana da yazılacaq";
    TUI_START: "Write what you look for: the paragraphs come as you type. F1 shows the keys." => "Axtardığınızı yazın: abzaslar siz yazdıqca görünür. Düymələri F1 göstərir.";
    TUI_KEYS_LIST: "↑↓ choose  Enter read  Tab filters  ^Y cite  F1 keys  Esc clear, leave" => "↑↓ seç  Enter oxu  Tab süzgəclər  ^Y istinad  F1 düymələr  Esc təmizlə, çıx";
    TUI_KEYS_ARTICLE: "↑↓ scroll  n N matches  ←→ hits  y cite  Esc back" => "↑↓ sürüşdür  n N uyğunluqlar  ←→ nəticələr  y istinad  Esc geri";
    TUI_HELP_TITLE: "Keys" => "Düymələr";
    TUI_HELP: "↑ ↓, PgUp PgDn\tgo through the hits; Ctrl-Home, Ctrl-End: the first, the last\nEnter\tread the whole article; Esc comes back\nShift-↑ ↓\tscroll the article beside the hits\nTab, Shift-Tab\tthe filters; ↑ ↓ go through what the archive has, → completes\nCtrl-G\tclear the filters\nCtrl-Y\tcopy a citation of the paragraph; it is printed on leaving, too\nCtrl-W, Ctrl-U, Ctrl-K\tdelete a word, all before the cursor, all after it\nn, N\tin an article: the next match, the one before\n← →\tin an article: the hit before, the next\nEsc\tclear the query; leave when it is empty\nCtrl-C, Ctrl-Q\tleave; Ctrl-Z puts axtar to sleep, Ctrl-L draws anew\n\nA date may be 2024, 2024-05 or 2024-05-31. The query is written as for `axtar search`." => "↑ ↓, PgUp PgDn\tnəticələr arasında keçid; Ctrl-Home, Ctrl-End: ilk və son nəticə\nEnter\tməqaləni bütöv oxumaq; Esc geri qaytarır\nShift-↑ ↓\tnəticələrin yanındakı məqaləni sürüşdürmək\nTab, Shift-Tab\tsüzgəclər; ↑ ↓ arxivdə olanları göstərir, → tamamlayır\nCtrl-G\tsüzgəcləri təmizləmək\nCtrl-Y\tabzasa istinadı köçürmək; çıxanda ekrana da yazılır\nCtrl-W, Ctrl-U, Ctrl-K\tsözü, kursordan əvvəlkini, kursordan sonrakını silmək\nn, N\tməqalədə: növbəti və əvvəlki uyğunluq\n← →\tməqalədə: əvvəlki və növbəti nəticə\nEsc\tsorğunu təmizləmək; sorğu boşdursa, çıxmaq\nCtrl-C, Ctrl-Q\tçıxmaq; Ctrl-Z proqramı dayandırır, Ctrl-L ekranı yenidən çəkir\n\nTarix 2024, 2024-05 və ya 2024-05-31 kimi yazılır. Sorğunun dili `axtar search` əmrindəki kimidir.";
    TUI_NO_INDEX: "Any key leaves." => "Çıxmaq üçün istənilən düyməni basın.";
    TUI_WORKER_DIED: "the search stopped because of a fault in axtar" => "axtar proqramındakı xəta üzündən axtarış dayandı";

    // Explaining a search.
    EXPLAIN_READ: "read as" => "belə oxundu:";
    EXPLAIN_WORDS: "words, with their spellings: grade, worth, paragraphs" => "sözlər və yazılışları: dərəcə, çəki, abzaslar";
    EXPLAIN_SCORES: "scores" => "ballar";
    EXPLAIN_WORD: "word" => "söz";
    EXPLAIN_PATTERN: "pattern" => "şablon";
    EXPLAIN_PHRASE: "phrase" => "ifadə";
    EXPLAIN_WITHIN: "together, with at most {number} words among them" => "birlikdə, araya ən çoxu {number} söz düşə bilər";
    EXPLAIN_EXACT: "in this form" => "bu formada";
    EXPLAIN_TITLE: "in the title" => "başlıqda";
    EXPLAIN_SOURCE: "source" => "mənbə";
    EXPLAIN_SECTION: "section" => "bölmə";
    EXPLAIN_AUTHOR: "author" => "müəllif";
    EXPLAIN_DATE: "date" => "tarix";
    EXPLAIN_MUST: "demanded" => "mütləq";
    EXPLAIN_NOT: "left out" => "çıxarılır";
    EXPLAIN_ALL: "all of" => "hamısı";
    EXPLAIN_ANY: "any of" => "hər hansı biri";
    EXPLAIN_BAG: "words together" => "sözlər birlikdə";
    EXPLAIN_FORM: "form" => "forma";
    EXPLAIN_IN_TITLE: "title" => "başlıq";
    EXPLAIN_NEAR: "nearness" => "yaxınlıq";
    EXPLAIN_NEAR_BY: "in paragraphs near by" => "yaxın abzaslarda var";
    EXPLAIN_SHARE: "share of the query" => "sorğunun payı";
    EXPLAIN_PLACE: "place" => "yer";
    EXPLAIN_FRESH: "fresh" => "təzəlik";

    // Names, and the newsroom's list of them.
    NAMES_BY_TYPING: "the same letters, typed otherwise" => "eyni hərflər, başqa cür yığılıb";
    NAMES_BY_LETTERS: "a usual way of writing it" => "adi yazılış fərqi";
    NAMES_BY_NEWSROOM: "the newsroom's list" => "redaksiyanın siyahısı";
    NAMES_BY_BRACKET: "named together in brackets in {paragraph}" => "mötərizədə birgə verilib: {paragraph}";
    NAMES_BY_NEIGHBOUR: "both stand beside {word}" => "hər ikisinin yanında eyni söz var: {word}";
    NAMES_BY_COMPANY: "both are met with {names}" => "hər ikisi bu adlarla birgə çəkilir: {names}";
    NAMES_COLUMNS: "a row has three columns parted by tabs" => "sətirdə tabulyasiya ilə ayrılmış üç sütun olmalıdır";
    NAMES_COLUMNS_CURE: "write it as: same, tab, Tokayev, tab, Toqayev" => "belə yazın: same, tabulyasiya, Tokayev, tabulyasiya, Toqayev";
    NAMES_RELATION: "`{value}` is no relation" => "`{value}` əlaqə adı deyil";
    NAMES_RELATION_CURE: "the first column is `same`, `not same` or `exonym`" => "birinci sütun `same`, `not same` və ya `exonym` olmalıdır";
    NAMES_EMPTY: "a column holds no word" => "sütunlardan birində söz yoxdur";
    NAMES_EMPTY_CURE: "write a name in the second and in the third column" => "ikinci və üçüncü sütunda ad yazın";
    NAMES_SAME: "both columns are the word `{value}`" => "hər iki sütunda eyni söz var: `{value}`";
    NAMES_SAME_CURE: "inflected forms are joined anyway; take the row out" => "eyni sözün formaları onsuz da birləşir; sətri silin";
    NAMES_WORDS: "the two names cannot be set word against word" => "iki adı sözbəsöz tutuşdurmaq olmur";
    NAMES_WORDS_CURE: "give both columns as many words, `not same` one word each" => "hər iki sütunda eyni sayda söz, `not same` sətrində isə bir söz yazın";
    NAMES_CONTRADICTION: "line {line} says the opposite" => "sətir {line} bunun əksini deyir";
    NAMES_CONTRADICTION_CURE: "take one of the two rows out; until then the earlier one counts" => "iki sətirdən birini silin; o vaxtadək birincisi sayılır";

    // Showing.
    NO_ARTICLE: "there is no article `{id}` in `{index}`" => "`{index}` indeksində `{id}` adlı məqalə yoxdur";
    NO_ARTICLE_CURE: "`axtar search --format json` prints ids; a number N stands for the Nth hit of the last search" => "id-ləri `axtar search --format json` göstərir; N ədədi son axtarışın N-ci nəticəsi deməkdir";
    NO_VERSION: "there is no version {number}: the article has {count}, the last being the one that holds" => "{number} nömrəli versiya yoxdur: məqalənin {count} versiyası var, sonuncusu indikidir";
    NO_VERSION_CURE: "`axtar show ARTICLE --revisions` lists them" => "siyahısı: `axtar show ARTICLE --revisions`";
    UNTIL: "until {time}" => "{time} tarixinədək";
    NOW: "now" => "indi";
    CHANGED: "{out} out, {into} in" => "çıxıb: {out}, girib: {into}";
    UNCHANGED_PART: "{lines} unchanged" => "dəyişməyib: {lines}";

    NO_PAGER: "cannot start the pager `{program}`: {reason}" => "`{program}` proqramını işə salmaq olmur: {reason}";

    // The index.
    SOUND: "{index}: every file is as it was written" => "{index}: bütün fayllar yazıldığı kimidir";
    CRASHED: "the command stopped by itself: {what}" => "əmr özü dayandı: {what}";
    CRASHED_CURE: "`axtar verify --index {index}` tells whether the index is damaged; if it is not, the fault is in axtar: please report this message" => "indeksin zədələnib-zədələnmədiyini `axtar verify --index {index}` göstərir; zədə yoxdursa, xəta axtar proqramındadır: xahiş edirik, bu mesajı bildirin";
    DAMAGED: "the index in `{index}` is damaged" => "`{index}` qovluğundakı indeks zədələnib";
    DAMAGED_CURE: "put a backup in its place: `axtar restore DIR --index {index}`; without one, and if searching still works, `axtar index --rebuild --index {index}` saves what can be read; else remove the folder and index the files again" => "ehtiyat nüsxəni yerinə qoyun: `axtar restore DIR --index {index}`; nüsxə yoxdursa və axtarış hələ işləyirsə, `axtar index --rebuild --index {index}` oxuna bilənləri xilas edir; işləmirsə, qovluğu silib faylları yenidən indeksləyin";
    INFO_INDEX: "index" => "indeks";
    INFO_ARTICLES: "articles" => "məqalələr";
    INFO_PARAGRAPHS: "paragraphs" => "abzaslar";
    INFO_WORDS: "words" => "sözlər";
    INFO_OLDEST: "oldest" => "ən köhnə";
    INFO_NEWEST: "newest" => "ən yeni";
    INFO_SOURCES: "sources" => "mənbələr";
    INFO_LANGUAGES: "languages" => "dillər";
    INFO_UNNAMED: "not stated {count}" => "göstərilməyib {count}";
    INFO_REVISIONS: "versions" => "versiyalar";
    INFO_REVISIONS_OF: "{versions} earlier ones of {articles}" => "{articles}, onların {versions} əvvəlki versiyası";
    INFO_FILES: "read from" => "oxunub";
    INFO_SIZE: "size" => "həcm";
    INFO_SEGMENTS: "segments" => "seqmentlər";
    INFO_DELETED: "{segments}, {deleted} deleted paragraphs in them" => "{segments}, onlarda silinmiş abzaslar: {deleted}";
    INFO_SEGMENT: "{paragraphs} paragraphs, {deleted} deleted, {size}" => "{paragraphs} abzas, silinmiş: {deleted}, {size}";
    INFO_PROGRAM: "program" => "proqram";
    INFO_BUILT_BY: "built by" => "qurulub";
    INFO_ANALYZER: "analyzer" => "təhlilçi";
    WITHOUT_TITLES: "{analyzer}, without titles" => "{analyzer}, başlıqsız";

    // Analysis and spellings.
    WRITTEN_APART: "written apart" => "ayrı yazılıb";
    REPAIRED: "repaired" => "düzəldilib";
    SCRIPT_AND_CASE: "script and case" => "əlifba və hərf";
    BYTES: "bytes {from}–{to}" => "{from}–{to} baytları";
    CAPITALISED: ", capitalised inside the sentence" => ", cümlə içində böyük hərflə";
    RUNNER_UP: "runner-up, {times} times rarer" => "növbəti ehtimal, {times} dəfə az";
    OVER_A_MILLION: "over a million" => "milyondan çox";
    ALIGNED: "{one} as {from}, {other} as {to}, cost {cost}" => "{one}: {from}, {other}: {to}, qiyməti {cost}";
    SYSTEM_AZ: "Azerbaijani" => "Azərbaycan yazılışı";
    SYSTEM_ALT: "another Azerbaijani spelling" => "Azərbaycan dilində başqa yazılış";
    SYSTEM_PLAIN: "Azerbaijani without diacritics" => "diakritik işarəsiz yazılış";
    SYSTEM_KBD: "Azerbaijani on a Turkish keyboard" => "türk klaviaturası";
    SYSTEM_AZC: "Azerbaijani Cyrillic" => "Azərbaycan kirili";
    SYSTEM_TR: "Turkish" => "türk yazılışı";
    SYSTEM_EN: "English" => "ingilis yazılışı";
    SYSTEM_RUL: "Russian in Latin letters" => "latın hərfləri ilə rus yazılışı";
    SYSTEM_RU: "Russian" => "rus yazılışı";
    SYSTEM_TK: "a Turkic Latin alphabet" => "başqa türk dilinin latın əlifbası";
    SYSTEM_ENG: "an English original" => "ingiliscə orijinal";
    SYSTEM_FRA: "a French original" => "fransızca orijinal";
    SYSTEM_DEU: "a German original" => "almanca orijinal";
    SYSTEM_ROM: "a Romance original" => "roman dilində orijinal";
    SYSTEM_POL: "a Slavic or Hungarian original" => "slavyan və ya macar dilində orijinal";
    SYSTEM_CHN: "pinyin" => "pinyin";
    SYSTEM_SOUND: "any of these by sound" => "səslənməyə görə hər hansı";

    // Measuring.
    BENCH_TITLE: "Query latency" => "Sorğuların vaxtı";
    BENCH_CLOSED: "closed loop, threads: {threads}; a query is asked when the one before is answered; of {repeat} measurements a query the median counts, after one warming pass" => "qapalı dövrə, axınların sayı: {threads}; sorğu əvvəlkinə cavab gələndən sonra verilir; bir qızdırma keçidindən sonra hər sorğunun {repeat} ölçməsindən medianı sayılır";
    BENCH_OPEN: "open loop, {rate} queries a second, threads: {threads}; time runs from the moment a query was meant to be asked; each of {repeat} askings a query counts, after one warming pass" => "açıq dövrə, saniyədə {rate} sorğu, axınların sayı: {threads}; vaxt sorğunun verilməli olduğu andan hesablanır; bir qızdırma keçidindən sonra hər sorğunun {repeat} ölçməsinin hamısı sayılır";
    BENCH_COLD: "a new process for each query, from start to end, files in the system's cache; of {repeat} measurements a query the median counts" => "hər sorğu üçün yeni proses, başlanğıcdan sona qədər, fayllar sistemin keşindədir; hər sorğunun {repeat} ölçməsindən medianı sayılır";
    BENCH_OPTIONS: "top {k} with snippets, {options}; seed {seed}; reading the clock costs {timer} ns" => "parçalarla ilk {k}, {options}; təsadüfi sıranın başlanğıcı {seed}; saatı oxumaq {timer} ns çəkir";
    BENCH_INDEX: "index: {paragraphs} paragraphs, {deleted} deleted, segments: {segments}, {bytes}, hash {hash}" => "indeks: {paragraphs} abzas, silinmiş {deleted}, seqmentlər: {segments}, {bytes}, heş {hash}";
    BENCH_QUERIES: "queries: {count}, from {source}, hash {hash}" => "sorğular: {count}, mənbə: {source}, heş {hash}";
    BENCH_DRAWN: "the index itself" => "indeksin özü";
    BENCH_FEW_DRAWN: "of the {wanted} queries wanted of each class the archive gave fewer: {classes}" => "hər sinifdən istənilən {wanted} sorğudan arxivdə bu qədər tapıldı: {classes}";
    BENCH_MACHINE: "machine: {cpu}, cores: {cores}, {memory}, {system}, load {load}" => "maşın: {cpu}, nüvələr: {cores}, {memory}, {system}, yük {load}";
    BENCH_RATE: "{asked} askings in {seconds} s, {rate} a second; queries refused: {refused}" => "{seconds} s ərzində {asked} sorğu, saniyədə {rate}; rədd edilən sorğular: {refused}";
    BENCH_EMPTY_PROCESS: "a process that only tells its version takes {empty} µs" => "yalnız öz versiyasını deyən proses {empty} µs çəkir";
    BENCH_INDEXED: "meanwhile {articles} were indexed into a temporary folder" => "bu müddətdə müvəqqəti qovluğa {articles} indeksləndi";
    BENCH_OVERLOADED: "the answers fell behind: {answered} of {rate} a second, so times grow with the length of the run" => "cavablar gecikdi: saniyədə {rate} sorğudan {answered} cavablandırıldı, ona görə vaxtlar ölçmə uzandıqca artır";
    BENCH_CLASS: "class" => "sinif";
    BENCH_CLASSES: "by class" => "siniflər üzrə";
    BENCH_HITS: "hits" => "nəticə";
    BENCH_MEAN: "mean" => "orta";
    BENCH_SMALL: "n small" => "n azdır";
    BENCH_INTERVALS_ORDER: "intervals of 95 %, by order statistics" => "sıra statistikasına görə 95 % etibarlılıq intervalları";
    BENCH_INTERVALS_BOOTSTRAP: "intervals of 95 %, by a bootstrap over queries" => "sorğular üzrə butstrepə görə 95 % etibarlılıq intervalları";
    BENCH_STEP: "step" => "addım";
    BENCH_STEPS: "by step, the median of each query" => "addımlar üzrə, hər sorğunun medianı";
    STEP_PARSE: "parse" => "oxunuş";
    STEP_EXPAND: "expand" => "yazılışlar";
    STEP_SEARCH: "search" => "axtarış";
    STEP_FETCH: "fetch, mark" => "mətn, işarə";
    BENCH_HISTOGRAM: "how many took how long, µs" => "vaxtların paylanması, µs";
    BENCH_CURVES: "share answered within a time" => "müəyyən vaxta cavab verilən sorğuların payı";
    BENCH_SLOWEST: "slowest, µs:" => "ən yavaş, µs:";
    BENCH_CHANGES: "change since {before}" => "müqayisə: {before}";
    NO_CHANGE: "no change" => "dəyişmə yoxdur";
    BENCH_NOT_BY_TURNS: "the runs were made one after the other: what the machine did meanwhile counts too; `--a` and `--b` ask by turns" => "ölçmələr bir-birinin ardınca aparılıb, maşının bu müddətdəki başqa işləri də nəticəyə təsir edir; `--a` və `--b` növbə ilə soruşur";
    BENCH_OTHER_MACHINE: "the other run is of another machine: {machine}" => "o biri ölçmə başqa maşında aparılıb: {machine}";
    BENCH_OTHER_INDEX: "the other run is of another state of the index, hash {hash}" => "o biri ölçmə indeksin başqa halında aparılıb, heş {hash}";
    BENCH_OTHER_CONDITIONS: "the other run was made otherwise: {conditions}" => "o biri ölçmə başqa cür aparılıb: {conditions}";
    BENCH_OTHER_ANSWERS: "queries with other numbers of hits in a and b: {count}; there the times are of other answers" => "a və b tərəfində nəticələrinin sayı fərqli sorğular: {count}; onların vaxtı başqa cavabların vaxtıdır";
    BENCH_SAVED: "kept as {path}" => "saxlanıldı: {path}";
    ASKED_OF: "query {pos} of {len}" => "sorğu {pos}/{len}";
    RATE_EXPECTED: "queries a second are expected, from 0.001 to 1,000,000" => "saniyədəki sorğuların sayı gözlənilir, 0.001 ilə 1 000 000 arasında";
    RUN_NAME_EXPECTED: "a name of letters, digits, `-`, `_` and `.` is expected" => "hərf, rəqəm, `-`, `_` və `.` işarələrindən ibarət ad gözlənilir";
    SIDE_OPTIONS: "write search options, such as `{example}`" => "axtarış seçimləri yazın, məsələn `{example}`";
    NO_PROCESS: "cannot start axtar anew" => "axtar proqramını yenidən işə salmaq olmur";
    NO_HOME: "there is no folder to keep runs in: set HOME, or write a file with --json" => "ölçmələri saxlamaq üçün qovluq yoxdur: HOME dəyişənini təyin edin, ya da --json ilə fayl yazın";
    EVAL_GAINS: "from {before} to {after}" => "əvvəl {before}, sonra {after}";
    EVAL_BETTER: "better by {measure}: {count}" => "{measure} üzrə yaxşılaşan sorğular: {count}";
    EVAL_WORSE: "worse: {count}; the same: {same}" => "pisləşənlər: {count}; dəyişməyənlər: {same}";
    QUERIES: "queries" => "sorğular";
}

#[cfg(test)]
mod tests {
    use super::*;

    fn places(text: &str) -> Vec<&str> {
        let mut places: Vec<&str> =
            text.split('{').skip(1).filter_map(|rest| rest.split('}').next()).collect();
        places.sort_unstable();
        places
    }

    #[test]
    fn both_languages_are_complete_and_have_the_same_places() {
        let mut wrong = vec![];
        for (key, message) in ALL {
            for (language, text) in [("en", message.en), ("az", message.az)] {
                if text.trim().is_empty() {
                    wrong.push(format!("{key}: no text in {language}"));
                }
                if text.contains('\u{307}') || text.contains('\u{4d9}') {
                    wrong.push(format!("{key}: decomposed or Cyrillic letters in {language}"));
                }
            }
            if places(message.en) != places(message.az) {
                wrong.push(format!("{key}: places {:?} and {:?}", places(message.en), places(message.az)));
            }
            // Commands and options are what one types: the same in every language.
            let typed = |text: &'static str| {
                text.split('`').skip(1).step_by(2).filter(|t| t.starts_with("axtar")).collect::<Vec<_>>()
            };
            if typed(message.en) != typed(message.az) {
                wrong.push(format!("{key}: other commands"));
            }
        }
        assert!(wrong.is_empty(), "src/cli/messages/table.rs:\n{}", wrong.join("\n"));
    }
}
