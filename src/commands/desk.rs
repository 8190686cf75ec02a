//! `tanya desk`: connecting the group in which staff take over, without a network.

use std::process::ExitCode;

use tanya::operate::access;
use tanya::settings::Settings;

use super::people::{opened, wait};
use super::{print, remark};

/// What can be done about the support group.
#[derive(Debug, clap::Subcommand)]
pub enum DeskCommand {
    /// Print the one-time code that connects a group: an admin sends `/desk CODE` there.
    Invite,
}

/// Works with the support group.
pub fn desk(settings: &Settings, command: &DeskCommand) -> anyhow::Result<ExitCode> {
    let DeskCommand::Invite = command;
    let (store, bot) = opened(settings)?;
    let code = wait(access::invite_group(&store, bot))??;
    remark("to connect your support group, once, within 48 hours:");
    remark("1. switch on topics in the group, and add the bot to it");
    remark("2. make the bot an admin that may manage topics, pin messages and delete messages");
    remark("3. as an admin of the group, send /desk there, a space, and this code:");
    print(&code);
    Ok(ExitCode::SUCCESS)
}
