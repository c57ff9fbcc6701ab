//! The command line: `serve`, `demo`, `migrate`, `openapi`, `load`, `backup`, the commands under `client`
//! and `keys`.
//!
//! Standard output carries only a command's result; everything else goes to standard error.

use std::process::ExitCode;

use clap::Parser as _;
use offre_bailleurs::Raw;
use offre_bailleurs::commands::line::{Cli, ClientCommand, Command, KeysCommand};
use offre_bailleurs::commands::{self, log};

fn main() -> ExitCode {
    let (raw, command) = Cli::parse().taken();
    // What is still to be logged goes out when it is dropped.
    let _log = match log::start(&raw) {
        Ok(log) => log,
        Err(error) => return failed(&*error),
    };
    let done = actix_web::rt::System::new().block_on(run(&raw, command));
    done.unwrap_or_else(|error| failed(&*error))
}

fn failed(error: &dyn std::error::Error) -> ExitCode {
    commands::say(format_args!("error: {error}"));
    ExitCode::from(2)
}

async fn run(raw: &Raw, command: Command) -> commands::Outcome {
    match command {
        Command::Serve { .. } => commands::serve(raw).await,
        Command::Demo { now } => commands::demo(raw, now).await,
        Command::Migrate => commands::migrate(raw),
        Command::Openapi { yaml } => commands::openapi(yaml),
        Command::Load { files, all_faults } => commands::load::load(raw, &files, all_faults).await,
        Command::Backup { file } => commands::backup(raw, &file),
        Command::Client(ClientCommand::Create(new)) => {
            let owner = commands::clients::owner(new.landlord, new.vendor, new.paying_body)?;
            commands::clients::create(raw, new.name, owner, new.scopes).await
        }
        Command::Client(ClientCommand::List) => commands::clients::list(raw).await,
        Command::Client(ClientCommand::Rotate { id, overlap }) => commands::clients::rotate(raw, id, overlap).await,
        Command::Client(ClientCommand::Revoke { id }) => commands::clients::revoke(raw, id).await,
        Command::Keys(KeysCommand::Rotate) => commands::clients::rotate_keys(raw).await,
    }
}
