//! Transcripts of scenes: what people do, each followed by everything that anybody sees of it.
//!
//! ```text
//! == A title
//! > set show_names
//! > eve: I want to talk to a human
//! eve: **A person will take over here.** …
//!     [Back to the bot]
//! topic: ❗ #1 Eve · English · buyer
//! > ana@1: Hello
//! ```
//!
//! A line that begins with `>` is what somebody does; with `>>`, what is done before the bot comes to rest. A line that
//! begins with `--` says why. All else is what everybody sees, to the letter but for empty lines. With `BLESS=1` in the environment the files
//! are written anew with what is seen: then read what has changed.

/// One scene.
#[derive(Debug, Default)]
pub struct Scene {
    pub title: String,
    pub steps: Vec<Step>,
}

/// One thing that is done, and what is to be seen of it.
#[derive(Debug, Default)]
pub struct Step {
    pub remarks: Vec<String>,
    /// What is done; empty for what is seen without that.
    pub done: String,
    /// Whether the bot comes to rest before the next step.
    pub waits: bool,
    pub seen: Vec<String>,
}

/// The scenes of a file.
pub fn read(text: &str) -> Vec<Scene> {
    let mut scenes: Vec<Scene> = Vec::new();
    let mut remarks = Vec::new();
    for line in text.lines().map(str::trim_end) {
        if let Some(title) = line.strip_prefix("== ") {
            scenes.push(Scene { title: title.to_owned(), steps: Vec::new() });
            continue;
        }
        let Some(scene) = scenes.last_mut() else { continue };
        if line.starts_with("--") {
            remarks.push(line.to_owned());
        } else if let Some(done) = line.strip_prefix(">> ") {
            scene.steps.push(Step { remarks: std::mem::take(&mut remarks), done: done.to_owned(), ..Step::default() });
        } else if let Some(done) = line.strip_prefix("> ") {
            let (remarks, done) = (std::mem::take(&mut remarks), done.to_owned());
            scene.steps.push(Step { remarks, done, waits: true, seen: Vec::new() });
        } else if !line.is_empty() {
            scene.steps.last_mut().expect("something is done before anything is seen").seen.push(line.to_owned());
        }
    }
    scenes
}

/// A file of these scenes, below what stands above its first scene.
pub fn write(head: &str, scenes: &[Scene]) -> String {
    let mut text = head.to_owned();
    for scene in scenes {
        text.push_str(&format!("== {}\n", scene.title));
        for step in &scene.steps {
            step.remarks.iter().for_each(|remark| text.push_str(&format!("{remark}\n")));
            text.push_str(&format!("{} {}\n", if step.waits { ">" } else { ">>" }, step.done));
            step.seen.iter().for_each(|line| text.push_str(&format!("{line}\n")));
        }
        text.push('\n');
    }
    text.truncate(text.trim_end().len());
    text.push('\n');
    text
}
