//! The command line as a newcomer meets it: its help, and what it says when something is wrong.

use std::io::Write;
use std::net::TcpListener;
use std::process::{Command, Output, Stdio};

use clap::{CommandFactory, Parser};
use offre_bailleurs::commands::line::Cli;
use serde_json::json;

use crate::load::ROSTER;
use crate::support::Database;

const VARIABLES: &[&str] = &[
    "DATABASE_URL",
    "BIND",
    "PUBLIC_URL",
    "SECRET_KEY",
    "METRICS_BIND",
    "DATABASE_POOL_SIZE",
    "WORKERS",
    "DRAIN_SECONDS",
    "LOG_FORMAT",
    "LOG_LEVEL",
];

/// Runs the binary in a folder of its own, with these settings and no others.
struct Shell(tempfile::TempDir);

impl Shell {
    fn new() -> Self {
        Self(tempfile::tempdir().unwrap())
    }

    fn file(&self, name: &str, text: &str) {
        std::fs::write(self.0.path().join(name), text).unwrap();
    }

    fn output(&self, arguments: &[&str], settings: &[(&str, &str)], input: &str) -> Output {
        let mut command = Command::new(env!("CARGO_BIN_EXE_offre-bailleurs"));
        VARIABLES.iter().for_each(|name| {
            command.env_remove(name);
        });
        command.args(arguments).envs(settings.iter().copied()).current_dir(self.0.path());
        let mut child = command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
        child.stdin.take().unwrap().write_all(input.as_bytes()).unwrap();
        child.wait_with_output().unwrap()
    }

    /// How a command ended, and what it said on standard error.
    fn run(&self, arguments: &[&str], settings: &[(&str, &str)]) -> (i32, String) {
        let output = self.output(arguments, settings, "");
        (output.status.code().unwrap(), String::from_utf8(output.stderr).unwrap())
    }
}

/// Every command with its words, the program first.
fn commands() -> Vec<(Vec<String>, clap::Command)> {
    let mut root = Cli::command();
    root.build();
    let mut found = Vec::new();
    let mut waiting = vec![(vec!["offre-bailleurs".to_owned()], root)];
    while let Some((words, command)) = waiting.pop() {
        for below in command.get_subcommands().filter(|below| below.get_name() != "help") {
            waiting.push(([words.clone(), vec![below.get_name().to_owned()]].concat(), below.clone()));
        }
        found.push((words, command));
    }
    found
}

#[test]
fn the_help_of_each_command_has_its_own_options_first_then_the_settings_then_examples() {
    let all = commands();
    assert!(all.len() >= 14, "{}", all.len());
    for (words, mut command) in all {
        let help = command.render_help().to_string();
        let place = |text: &str| help.find(text).unwrap_or_else(|| panic!("{words:?} has no {text:?}: {help}"));
        let settings = place("\nSettings of all commands");
        let examples = place(if words.len() == 1 { "\nFirst steps:\n" } else { "\nExamples:\n" });
        assert!(place("\nOptions:\n") < settings && settings < examples, "{help}");
        let lists = |part: &str, flag: &str| {
            let flags = part.lines().filter_map(|line| line.trim_start().split("--").nth(1).filter(|_| line.starts_with("  ")));
            flags.filter(|listed| listed.split(' ').next() == Some(flag)).count()
        };
        for argument in command.get_arguments().filter(|argument| !argument.is_positional()) {
            let flag = argument.get_long().unwrap();
            let expected = if argument.is_global_set() { (0, 1) } else { (1, 0) };
            assert_eq!((lists(&help[..settings], flag), lists(&help[settings..examples], flag)), expected, "{words:?} --{flag}");
        }
        for name in VARIABLES {
            assert!(help[settings..].contains(&format!("[env: {name}]")), "{words:?} does not name {name}");
        }
    }
}

/// A line of the shell in words: no variables but those before the program, what follows a pipe or `>` left out.
fn words(line: &str) -> Vec<String> {
    let mut words = vec![String::new()];
    let mut quoted = false;
    for c in line.chars() {
        match c {
            '"' => quoted = !quoted,
            ' ' if !quoted => words.push(String::new()),
            _ => words.last_mut().unwrap().push(c),
        }
    }
    words.retain(|word| !word.is_empty());
    words.into_iter().take_while(|word| word != ">" && word != "2>").collect()
}

#[test]
fn each_example_of_the_help_is_a_command_as_it_stands() {
    let mut tried = 0;
    for (_, mut command) in commands() {
        let help = command.render_help().to_string();
        for line in help.lines().filter(|line| line.starts_with("  ") && line.contains("offre-bailleurs ") && !line.contains("Print")) {
            let line = line.split("     ").next().unwrap();
            let from = line.find("offre-bailleurs ").unwrap();
            let parsed = Cli::try_parse_from(words(&line[from..]));
            assert!(parsed.is_ok(), "{line}: {}", parsed.err().unwrap());
            tried += 1;
        }
    }
    assert!(tried >= 24, "{tried} examples");
}

#[test]
fn every_problem_of_a_configuration_is_told_at_once_with_its_variable_and_what_it_should_be() {
    let wrong = [
        ("DATABASE_URL", "mysql://user:hidden@host", "sqlite://offre-bailleurs.db or postgres://USER:PASSWORD@HOST:5432/NAME"),
        ("BIND", "nowhere", "ADDRESS:PORT, such as 127.0.0.1:8080"),
        ("PUBLIC_URL", "bailleurs.example", "such as https://bailleurs.example"),
        ("SECRET_KEY", "short", "32 bytes or more"),
        ("METRICS_BIND", "9090", "ADDRESS:PORT"),
        ("DATABASE_POOL_SIZE", "0", "from 1 to 500"),
        ("WORKERS", "many", "from 1 to 256"),
        ("DRAIN_SECONDS", "61", "from 0 to 60"),
        ("LOG_FORMAT", "xml", "text nor json"),
        ("LOG_LEVEL", "loud", "error, warn, info, debug, trace or off"),
    ];
    assert_eq!(wrong.map(|(name, ..)| name), VARIABLES);
    let settings = wrong.map(|(name, value, _)| (name, value));
    for command in
        [&["serve", "--now", "yesterday"][..], &["migrate"], &["load", "x"], &["client", "list"], &["keys", "rotate"], &["backup", "x"]]
    {
        let (status, told) = Shell::new().run(command, &settings);
        assert_eq!(status, 2, "{told}");
        for (name, _, form) in wrong {
            let line = told.lines().find(|line| line.starts_with(&format!("  - {name}: ")));
            assert!(line.is_some_and(|line| line.contains(form)), "{command:?} does not say {name}: {told}");
        }
        assert_eq!(told.contains("  - --now: \"yesterday\" is not an instant such as 2027"), command[0] == "serve", "{told}");
        assert!(!told.contains("hidden") && !told.contains("short"), "{told}");
    }
    // One alone is told without a list, and the secret is missed with the rest.
    let (_, told) = Shell::new().run(&["migrate"], &[("WORKERS", "0")]);
    assert_eq!(told, "error: WORKERS: \"0\" is not a number from 1 to 256\n");
    let postgres = ("DATABASE_URL", "postgres://nobody@127.0.0.1:1/none");
    let (_, told) = Shell::new().run(&["serve"], &[postgres, ("BIND", "nowhere")]);
    assert!(told.contains("  - SECRET_KEY: is needed on PostgreSQL") && told.contains("  - BIND: "), "{told}");
}

#[test]
fn a_level_of_the_log_may_have_parts() {
    for level in ["debug", "OFF", "warn,offre_bailleurs=debug", "offre_bailleurs::http=trace", "info,hyper=off"] {
        let (status, told) = Shell::new().run(&["client", "list"], &[("LOG_LEVEL", level)]);
        assert_eq!(status, 0, "{level}: {told}");
    }
    for level in ["", "verbose", "a=b=c", "info,hyper=loud"] {
        let (status, told) = Shell::new().run(&["client", "list"], &[("LOG_LEVEL", level)]);
        assert!(status == 2 && told.starts_with("error: LOG_LEVEL: "), "{level}: {told}");
    }
}

#[test]
fn a_port_that_is_taken_says_what_to_do() {
    let taken = TcpListener::bind("127.0.0.1:0").unwrap();
    let bind = taken.local_addr().unwrap();
    for command in ["serve", "demo"] {
        let (status, told) = Shell::new().run(&[command], &[("BIND", &bind.to_string())]);
        assert_eq!(status, 2);
        let words = format!("error: BIND: {bind} is in use: end what listens there, or listen elsewhere, such as BIND=127.0.0.1:");
        assert!(told.contains(&words), "{told}");
    }
    let (_, told) = Shell::new().run(&["serve"], &[("BIND", "192.0.2.1:8080")]);
    assert!(told.contains("error: BIND: 192.0.2.1 is no address of this machine; BIND=0.0.0.0:8080 listens on all"), "{told}");
    let (_, told) = Shell::new().run(&["demo"], &[("BIND", "0.0.0.0:8080")]);
    assert!(told.contains("error: BIND: demo listens on the loopback interface alone, such as 127.0.0.1:8080"), "{told}");
}

#[test]
fn a_load_tells_the_first_twenty_faults_and_counts_the_others() {
    let (shell, database) = (Shell::new(), Database::empty());
    let settings = [("DATABASE_URL", database.url.as_str())];
    shell.file("bad.ndjson", &"{\"type\":\"what\"}\n".repeat(1_600));
    shell.file("few.ndjson", &"{\"type\":\"what\"}\n".repeat(20));
    let (status, told) = shell.run(&["load", "bad.ndjson", "few.ndjson"], &settings);
    assert_eq!(status, 1);
    let lines: Vec<&str> = told.lines().collect();
    assert_eq!(lines.len(), 41, "{told}");
    assert!(lines[0].starts_with("bad.ndjson:1: error: not_one_of /type: ") && lines[19].starts_with("bad.ndjson:20: error: "), "{told}");
    assert_eq!(lines[20], "bad.ndjson: 1580 more faults; --all-faults tells them all");
    assert!(lines[21].starts_with("few.ndjson:1: ") && lines[40].starts_with("few.ndjson:20: "), "{told}");
    let all = shell.output(&["load", "--all-faults", "bad.ndjson"], &settings, "");
    let told = String::from_utf8(all.stderr).unwrap();
    assert_eq!((told.lines().count(), told.contains("--all-faults")), (1_600, false));
    assert!(told.lines().last().unwrap().starts_with("bad.ndjson:1600: "));
    let counts: serde_json::Value = serde_json::from_slice(&all.stdout).unwrap();
    assert_eq!(counts, json!({ "accepted": 0, "unchanged": 0, "rejected": 1_600 }));
}

#[test]
fn a_load_tells_the_first_twenty_warnings_beside_the_faults() {
    let (shell, database) = (Shell::new(), Database::empty());
    let settings = [("DATABASE_URL", database.url.as_str())];
    let lines: Vec<&str> = ROSTER.lines().collect();
    let payment = lines[4].replace("\"kind\":\"current\"", "\"kind\":\"recovery\"");
    let payments = (0..22).map(|number| payment.replace("\"P1\"", &format!("\"P{number}\"")));
    let roster: Vec<String> = lines[..4].iter().map(|line| (*line).to_owned()).chain(payments).chain(["{}".to_owned()]).collect();
    let output = shell.output(&["load", "-"], &settings, &roster.join("\n"));
    let told = String::from_utf8(output.stderr).unwrap();
    let count = |words: &str| told.lines().filter(|line| line.contains(words)).count();
    assert_eq!((count(": warning: "), count(": error: ")), (20, 1), "{told}");
    assert!(told.ends_with("-: 2 more warnings; --all-faults tells them all\n"), "{told}");
}

#[test]
fn files_that_are_not_there_are_told_together_before_anything_is_loaded() {
    let (shell, database) = (Shell::new(), Database::empty());
    std::fs::create_dir(shell.0.path().join("folder")).unwrap();
    shell.file("good.ndjson", "{\"type\":\"campaign\",\"year\":2026,\"opens_on\":\"2026-07-15\",\"cutoff_on\":\"2027-01-15\"}\n");
    let (status, told) = shell.run(&["load", "good.ndjson", "absent.ndjson", "folder"], &[("DATABASE_URL", &database.url)]);
    assert_eq!(status, 2);
    for words in ["nothing is loaded:", "absent.ndjson: No such file", "folder: is a folder: name its files"] {
        assert!(told.contains(words), "{words} is not in {told}");
    }
    assert_eq!(database.count("rent_campaigns"), 0);
}

#[test]
fn a_database_that_cannot_be_used_is_named() {
    let shell = Shell::new();
    std::fs::create_dir(shell.0.path().join("folder")).unwrap();
    shell.file("notes.txt", &"no database, but a text of some length\n".repeat(100));
    for (url, words) in [
        ("sqlite://absent/data.db", "the database absent/data.db cannot be opened: there is no folder absent"),
        ("sqlite://folder", "the database folder cannot be opened: it is a folder"),
        ("sqlite://notes.txt", "the database notes.txt cannot be opened: "),
        ("postgres://user:hidden@127.0.0.1:1/none", "the database on 127.0.0.1:1 cannot be used: "),
        ("postgres://user:hidden@127.0.0.1:1,localhost:2/none", "the database on 127.0.0.1:1,localhost:2 cannot be used: "),
    ] {
        for command in [&["client", "list"][..], &["migrate"], &["serve"], &["load", "notes.txt"], &["keys", "rotate"]] {
            let settings = [("DATABASE_URL", url), ("SECRET_KEY", "a secret of thirty-two bytes or more"), ("BIND", "127.0.0.1:0")];
            let (status, told) = shell.run(command, &settings);
            assert!(status == 2 && told.starts_with(&format!("error: {words}")), "{command:?} on {url}: {told}");
            assert!(!told.contains("hidden"), "{told}");
        }
    }
}

#[test]
fn a_client_that_cannot_be_made_says_everything_and_where() {
    let (shell, database) = (Shell::new(), Database::empty());
    let settings = [("DATABASE_URL", database.url.as_str())];
    let create = ["client", "create", "--name", " ", "--vendor", "123", "--scopes", "nope mandates:manage tenants:read"];
    let (status, told) = shell.run(&create, &settings);
    assert_eq!(status, 2);
    for words in [
        "--name: 1 to 200 characters",
        "--vendor: expected a SIRET: 14 digits",
        "--scopes: a vendor's client cannot have \"nope\", \"mandates:manage\"; it can have, separated by spaces: landlord:read ",
        "nothing was changed in the database ",
    ] {
        assert!(told.contains(words), "{words} is not in {told}");
    }
    for command in [&["client", "rotate", "nope"][..], &["client", "revoke", "nope"]] {
        let (status, told) = shell.run(command, &settings);
        assert!(status == 2 && told.contains("`client list` shows them all\nnothing was changed in the database "), "{told}");
    }
    let (status, told) = shell.run(&["client", "list"], &settings);
    assert!(status == 0 && told.starts_with("no client yet in the database "), "{told}");
    let (_, told) = shell.run(&["client", "create", "--name", "x", "--landlord", "L9"], &settings);
    assert!(told.contains("--landlord: none has the key or SIRET \"L9\"; `load` a roster that holds it first"), "{told}");
}

#[test]
fn the_compose_file_and_the_image_say_commands_and_variables_that_are_there() {
    let read = |name: &str| std::fs::read_to_string(std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join(name)).unwrap();
    let compose: serde_json::Value = yaml_serde::from_str(&read("docker-compose.yml")).unwrap();
    let known = |name: &str| VARIABLES.contains(&name);
    let mut run = Vec::new();
    for (name, service) in compose["services"].as_object().unwrap().iter().filter(|(name, _)| *name != "postgres") {
        let parts = [&service["<<"], service];
        let settings: Vec<&String> = parts.iter().filter_map(|part| part["environment"].as_object()).flat_map(|all| all.keys()).collect();
        assert!(settings.iter().any(|name| *name == "SECRET_KEY") && settings.iter().all(|name| known(name)), "{name}: {settings:?}");
        let command: Vec<&str> = service["command"].as_array().unwrap().iter().map(|word| word.as_str().unwrap()).collect();
        assert!(Cli::try_parse_from(["offre-bailleurs"].iter().chain(&command)).is_ok(), "{command:?}");
        run.extend(command);
        for needed in service["depends_on"].as_object().unwrap().keys() {
            assert!(compose["services"].get(needed).is_some(), "{name} needs {needed}");
        }
    }
    run.sort_unstable();
    assert_eq!(run, ["migrate", "serve"]);
    let image = read("Dockerfile");
    let settings = image.lines().find_map(|line| line.strip_prefix("ENV ")).unwrap();
    assert!(settings.split(' ').all(|setting| known(setting.split('=').next().unwrap())), "{settings}");
    // What the image is built from is there.
    for line in image.lines().filter(|line| line.starts_with("COPY ") && !line.contains("--from")) {
        let words: Vec<&str> = line.split(' ').skip(1).collect();
        for word in &words[..words.len() - 1] {
            assert!(std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join(word).exists(), "the image copies {word}");
        }
    }
    assert!(image.contains("ENTRYPOINT [\"offre-bailleurs\"]") && image.contains("CMD [\"serve\"]"));
}
