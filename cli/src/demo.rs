//! `keywright demo`: the main job from the first user to the last revocation, on a real store that stays.

use std::ffi::OsStr;
use std::path::{Path, PathBuf};
use std::time::Duration;

use keywright::{
    ActingAs, ApiKeyFilter, CreatedApiKey, ErrorCode, IpAllowList, Keywright, NewApiKey, NewTeam,
    OwnerType, PermissionUpdate, Reason, RevokeOptions, Scopes, Timestamp, VerifyOptions,
};

use crate::exit::Exit;
use crate::failure::Failure;
use crate::key::list_keys;
use crate::output::{Look, Output, Paint, clean};
use crate::session::Session;
use crate::verify::{gates, headline};

/// Where the store goes, unless the arguments say otherwise.
const DEFAULT_STORE: &str = "demo-store/keys.db";
/// How many stores of earlier runs are stepped over.
const MOST_STORES: u32 = 10_000;
/// How far everything under a heading is set in.
const INDENT: u16 = 2;
/// How long the short-lived key lives: long enough for the other steps, short enough to wait for.
const SHORT_LIFE: Duration = Duration::from_millis(1200);

/// Walks through the main job.
pub(crate) fn run(session: &Session, program: &OsStr) -> Result<Exit, Failure> {
    if session.output.is_json() {
        return Err(Failure::usage("the demo is written for people; run it without --json"));
    }
    let path = place(session.named_path())?;
    let keywright = session.options().prefix("acme".parse().unwrap_or_default()).open(&path)?;
    let tour =
        Tour { look: session.output.look().indented(INDENT), output: &session.output, keywright };
    tour.walk(&path)?;
    tour.farewell(&path, program)?;
    Ok(Exit::Done)
}

/// Finds a place where no file is: a store of an earlier run is nobody's to delete.
fn place(named: Option<&Path>) -> Result<PathBuf, Failure> {
    let first = match named {
        Some(path) => path.to_owned(),
        None => {
            let path = PathBuf::from(DEFAULT_STORE);
            let folder = path.parent().unwrap_or(Path::new("."));
            std::fs::create_dir_all(folder).map_err(|error| {
                Failure::unavailable(format!(
                    "the folder `{}` could not be made: {error}",
                    folder.display()
                ))
            })?;
            path
        }
    };
    let stem = first.file_stem().unwrap_or_default().to_string_lossy().into_owned();
    let extension = first.extension().map(|extension| extension.to_string_lossy().into_owned());
    let numbered = |number: u32| {
        let mut name = format!("{stem}-{number}");
        if let Some(extension) = &extension {
            name.push('.');
            name.push_str(extension);
        }
        first.with_file_name(name)
    };
    std::iter::once(first.clone())
        .chain((2..MOST_STORES).map(numbered))
        .find(|path| path.symlink_metadata().is_err())
        .ok_or_else(|| Failure::usage("there are too many stores of earlier runs; delete some"))
}

struct Tour<'a> {
    look: Look,
    output: &'a Output,
    keywright: Keywright,
}

impl Tour<'_> {
    fn walk(&self, path: &Path) -> Result<(), Failure> {
        let kw = &self.keywright;
        self.print("API keys for users and teams, in one file and inside your own process.\n")?;
        self.print("Each step says what happens, shows the call in short (a line with >) and\n")?;
        self.print("what came of it. All calls are real, and so is the store.\n")?;

        self.step("A store")?;
        self.say("One file is all there is to run: no server, no network.")?;
        self.call(&format!(r#"Keywright::open("{}")"#, path.display()))?;
        let info = kw.status()?;
        self.result(&format!("schema {}, SQLite {} inside", info.schema, info.sqlite_version))?;

        self.step("Users, a team and permissions")?;
        self.say("Ids are those that your application has already; no user table is copied.\nA user comes into being with the first change.")?;
        self.call(r#"create_team(NewTeam::new("Acme Inc.").id("acme").creator("alice"))"#)?;
        kw.create_team(NewTeam::new("Acme Inc.").id("acme").creator("alice"))?;
        self.call(r#"team("acme").add_member("bob")"#)?;
        let acme = kw.team("acme");
        acme.add_member("bob")?;
        self.say("A permission can contain others. Carol gets one that brings the right to\nmanage keys along.")?;
        self.call(r#"define_permission("operations", ["$manage_api_keys"], …)"#)?;
        kw.define_permission("operations", ["$manage_api_keys"], PermissionUpdate::new())?;
        self.call(r#"team("acme").add_member_with("carol", ["operations"])"#)?;
        acme.add_member_with("carol", ["operations"])?;
        for member in acme.list_members()? {
            let held = acme.list_permissions(member.user_id.as_str())?;
            let may =
                if held.iter().any(|id| id.as_str() == "$manage_api_keys") { "yes" } else { "no" };
            self.result(&format!(
                "{:<6} may manage the team's keys: {may}",
                member.user_id.as_str()
            ))?;
        }

        self.step("A key for a user, a key for the team")?;
        self.say("The whole key is shown once, when it is made. The store keeps a digest: who\nsteals the file can not present anything.")?;
        self.call(
            r#"user("alice").create_api_key(NewApiKey::new("laptop").scopes(["invoices:read"]))"#,
        )?;
        let laptop = kw
            .user("alice")
            .create_api_key(NewApiKey::new("laptop").scopes(Scopes::parse(["invoices:read"])?))?;
        self.show_once(&laptop)?;
        self.say(
            "Carol makes the team's key herself. Her right is checked in the same\ntransaction.",
        )?;
        self.call(
            r#"acting_as("carol").team("acme").create_api_key(NewApiKey::new("nightly build"))"#,
        )?;
        let carol = kw.acting_as(ActingAs::new("carol"))?;
        let build = carol.team("acme").create_api_key(NewApiKey::new("nightly build"))?;
        self.show_once(&build)?;
        let trial =
            kw.user("bob").create_api_key(NewApiKey::new("trial").expires_in(SHORT_LIFE))?;
        let office = kw.user("bob").create_api_key(
            NewApiKey::new("office").ip_allow_list(IpAllowList::parse(["192.0.2.0/24"])?),
        )?;
        self.result("and two for bob: `trial`, which ends in about a second, and `office`,\n  which works from 192.0.2.0/24 only")?;

        self.step("Checking a key")?;
        let plain = VerifyOptions::new();
        self.say("The answer is a verdict with the owner in it, never an exception.")?;
        self.check("verify(laptop)", &laptop, &plain, None)?;
        self.say("One letter mistyped: the checksum tells, without a look into the store.")?;
        self.call("verify(laptop with one letter changed)")?;
        let verdict = kw.verify(mistyped(laptop.value()), &plain)?;
        self.verdict(&verdict, Some(Reason::Malformed))?;
        self.say("A route that takes team keys only:")?;
        let team_only = VerifyOptions::new().owner_type(OwnerType::Team);
        self.check(
            "verify(laptop, owner_type: team)",
            &laptop,
            &team_only,
            Some(Reason::WrongType),
        )?;
        self.check("verify(build, owner_type: team)", &build, &team_only, None)?;
        self.say("A route that asks for a scope. The laptop holds invoices:read.")?;
        let read = VerifyOptions::new().scopes(Scopes::parse(["invoices:read"])?);
        let write = VerifyOptions::new().scopes(Scopes::parse(["invoices:write"])?);
        self.check("verify(laptop, scopes: invoices:read)", &laptop, &read, None)?;
        self.check(
            "verify(laptop, scopes: invoices:write)",
            &laptop,
            &write,
            Some(Reason::InsufficientScope),
        )?;
        self.say("A key with an IP list fails closed: without an address it is denied.")?;
        self.check("verify(office)", &office, &plain, Some(Reason::IpDenied))?;
        let from_office = VerifyOptions::new().ip([192, 0, 2, 7].into());
        self.check("verify(office, ip: 192.0.2.7)", &office, &from_office, None)?;

        self.step("Who may see the team's keys")?;
        self.say("Bob is a member without the right. To him the team's keys do not exist.")?;
        self.call(r#"acting_as("bob").team("acme").list_api_keys()"#)?;
        let bob = kw.acting_as(ActingAs::new("bob"))?;
        match bob.team("acme").list_api_keys() {
            Err(error) if error.code() == ErrorCode::NotFound => {
                let code = self.look.paint(Paint::Bad, error.code().as_str());
                self.result(&format!("{code}: {error}"))?;
            }
            Err(error) => return Err(error.into()),
            Ok(_) => return Err(surprise("bob saw the team's keys")),
        }
        self.say("Your application may keep teams and roles itself. Then it states what holds,\nfor this call; nothing is copied or stored. Erin is unknown to the store.")?;
        self.call(r#"acting_as("erin", team_permissions: {"acme": ["$manage_api_keys"]})"#)?;
        let erin =
            kw.acting_as(ActingAs::new("erin").team_permissions("acme", ["$manage_api_keys"]))?;
        let seen = erin.team("acme").list_api_keys()?;
        self.result(&format!(
            "erin sees {} key of the team: {}",
            seen.len(),
            clean(&described(&seen))
        ))?;

        self.step("Ending a key")?;
        self.say("Revocation is immediate: the next check denies the key, in every process of\nthis machine that has the store open.")?;
        self.call(r#"api_key(build.id).revoke(reason: "the laptop that built was stolen")"#)?;
        let revoked = kw
            .api_key(build.api_key().id)
            .revoke(RevokeOptions::new().reason("the laptop that built was stolen"))?;
        self.result(&format!("{}, kept for the record", revoked.status))?;
        self.check("verify(build)", &build, &plain, Some(Reason::Revoked))?;
        self.say("Why is a key denied? `explain` shows every gate and what it saw.")?;
        self.call("explain(build)")?;
        // EXPOSE: the demo checks the key that it has made.
        let explanation = kw.explain(build.value(), &plain)?;
        self.block(&gates(&explanation, self.look))?;

        self.step("A key that has expired")?;
        self.wait_until(trial.api_key().expires_at)?;
        self.check("verify(trial)", &trial, &plain, Some(Reason::Expired))?;

        self.step("What is there now")?;
        self.say("All keys, the newest first, without their secrets.")?;
        self.call("list_api_keys()")?;
        let keys = kw.list_api_keys(ApiKeyFilter::new())?;
        self.block(&list_keys(&keys, self.look))?;
        let events = kw.events(0, 1000)?.len();
        self.result(&format!("and {events} entries in the audit log, each written with its change"))
    }

    fn farewell(&self, path: &Path, program: &OsStr) -> Result<(), Failure> {
        let program = program_word(program);
        let store = word(&path.display().to_string());
        self.print(&format!(
            "\n{}\n\n  The store stays at {store}. Try:\n\n",
            self.look.paint(Paint::Strong, "Yours to play with")
        ))?;
        for (call, why) in [
            ("key list", "all keys"),
            ("key create --user dora phone", "one more, shown once"),
            ("verify", "asks for a key; paste one from above"),
            ("explain", "the same, gate by gate"),
            ("events", "who did what"),
            ("doctor", "is the store well?"),
        ] {
            let line = format!("{program} --store {store} {call}");
            self.print(&format!(
                "    {line}  {}\n",
                self.look.paint(Paint::Faint, &format!("# {why}"))
            ))?;
        }
        Ok(())
    }

    fn step(&self, title: &str) -> Result<(), Failure> {
        self.print(&format!("\n{}\n", self.look.paint(Paint::Strong, title)))
    }

    fn say(&self, text: &str) -> Result<(), Failure> {
        self.print("\n")?;
        self.block(text)
    }

    fn call(&self, call: &str) -> Result<(), Failure> {
        self.print(&format!("  {}\n", self.look.paint(Paint::Faint, &format!("> {}", clean(call)))))
    }

    fn result(&self, text: &str) -> Result<(), Failure> {
        self.print(&format!("  {text}\n"))
    }

    fn block(&self, text: &str) -> Result<(), Failure> {
        let lines: String = text.lines().map(|line| format!("  {line}\n")).collect();
        self.print(&lines)
    }

    fn show_once(&self, created: &CreatedApiKey) -> Result<(), Failure> {
        // EXPOSE: the first view, this one time.
        self.result(&self.look.paint(Paint::Good, created.value()))
    }

    /// Checks a key, prints the verdict, and does not go on when it is another than the text around it says.
    fn check(
        &self,
        call: &str,
        created: &CreatedApiKey,
        options: &VerifyOptions,
        expected: Option<Reason>,
    ) -> Result<(), Failure> {
        self.call(call)?;
        // EXPOSE: the demo checks the key that it has made.
        let verdict = self.keywright.verify(created.value(), options)?;
        self.verdict(&verdict, expected)
    }

    fn verdict(
        &self,
        verdict: &keywright::Verdict,
        expected: Option<Reason>,
    ) -> Result<(), Failure> {
        if verdict.reason() != expected {
            return Err(surprise("a verdict is another than the demo says"));
        }
        let owner = verdict.owner().map(|owner| format!(", {} {}", owner.owner_type(), owner.id()));
        let line = headline(verdict, self.look);
        self.result(&format!("{}{}", line.trim_end(), owner.unwrap_or_default()))
    }

    /// Waits for the clock of the store, which the key's end is compared with.
    fn wait_until(&self, end: Option<Timestamp>) -> Result<(), Failure> {
        let Some(end) = end else { return Ok(()) };
        if self.keywright.now() < end {
            self.say("Bob's trial ends in a moment …")?;
        }
        while self.keywright.now() < end {
            let left = end.saturating_since(self.keywright.now());
            std::thread::park_timeout(left.min(Duration::from_millis(50)));
        }
        self.say("Bob's trial is over: at its very end a key is expired.")
    }

    fn print(&self, text: &str) -> Result<(), Failure> {
        self.output.print(text)
    }
}

/// Changes one letter in the middle of a key.
fn mistyped(value: &str) -> String {
    let middle = value.len() / 2;
    let change = |letter| if letter == 'x' { 'y' } else { 'x' };
    value
        .chars()
        .enumerate()
        .map(|(index, letter)| if index == middle { change(letter) } else { letter })
        .collect()
}

fn described(keys: &[keywright::ApiKey]) -> String {
    keys.iter().map(|key| key.description.as_str()).collect::<Vec<_>>().join(", ")
}

fn surprise(what: &str) -> Failure {
    Failure { code: ErrorCode::Internal.as_str(), ..Failure::unavailable(what) }
}

/// How the reader called this program, so that the lines can be pasted.
fn program_word(program: &OsStr) -> String {
    let program = program.to_string_lossy();
    if program.contains(['/', '\\']) { word(&program) } else { "keywright".to_owned() }
}

/// One word for a shell.
fn word(text: &str) -> String {
    let is_plain = |c: char| c.is_ascii_alphanumeric() || "/._-+:\\".contains(c);
    if text.chars().all(is_plain) {
        text.to_owned()
    } else {
        format!("'{}'", clean(text).replace('\'', r"'\''"))
    }
}
