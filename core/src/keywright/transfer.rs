//! Export and import: a store as lines of text.

use std::collections::BTreeSet;
use std::io::{BufRead, BufWriter, Write};
use std::ops::ControlFlow;

use serde::Serialize;

use super::handle::Keywright;
use super::restore::deleted_keys;
use crate::clock::Timestamp;
use crate::error::{Error, ErrorCode};
use crate::event::NewEvent;
use crate::key::{ApiKey, ApiKeyId, Status, WholeApiKey};
use crate::owner::{Owner, Team, TeamMember, User};
use crate::permission::{Definitions, PermissionDefinition, PermissionId};
use crate::settings::Settings;
use crate::store::Rows;
use crate::token::Prefix;
use crate::transfer::{Item, Items, Line, at};

/// How to import.
///
/// # Examples
///
/// ```
/// use keywright::{ImportOptions, Keywright, NewApiKey};
///
/// let keywright = Keywright::open_in_memory()?;
/// keywright.user("alice").create_api_key(NewApiKey::new("CI"))?;
/// let mut export = Vec::new();
/// keywright.export(&mut export)?;
///
/// let another = Keywright::open_in_memory()?;
/// let report = another.import(&*export, ImportOptions::new().dry_run())?;
/// assert_eq!(report.added.api_keys, 1);
/// assert!(another.list_api_keys(keywright::ApiKeyFilter::new())?.is_empty());
/// # Ok::<(), keywright::Error>(())
/// ```
#[derive(Clone, Copy, Debug, Default)]
pub struct ImportOptions {
    is_dry_run: bool,
}

impl ImportOptions {
    /// Adds what is new.
    ///
    /// # Examples
    ///
    /// ```
    /// use keywright::{ErrorCode, ImportOptions, Keywright};
    ///
    /// let keywright = Keywright::open_in_memory()?;
    /// let error = keywright.import(&b""[..], ImportOptions::new()).unwrap_err();
    /// assert_eq!(error.code(), ErrorCode::InvalidArgument);
    /// # Ok::<(), keywright::Error>(())
    /// ```
    pub fn new() -> Self {
        Self::default()
    }

    /// Checks everything and tells what would be added, and changes nothing.
    ///
    /// # Examples
    ///
    /// ```
    /// use keywright::{ImportOptions, Keywright};
    ///
    /// # let keywright = Keywright::open_in_memory()?;
    /// # let mut export = Vec::new();
    /// # keywright.export(&mut export)?;
    /// let report = keywright.import(&*export, ImportOptions::new().dry_run())?;
    /// assert!(report.is_dry_run);
    /// # Ok::<(), keywright::Error>(())
    /// ```
    #[must_use]
    pub const fn dry_run(mut self) -> Self {
        self.is_dry_run = true;
        self
    }
}

/// How many lines of each kind.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct ImportCounts {
    /// The settings: 0 or 1.
    pub settings: u64,
    /// Definitions of permissions.
    pub permissions: u64,
    /// Users.
    pub users: u64,
    /// Teams.
    pub teams: u64,
    /// Memberships.
    pub members: u64,
    /// Keys.
    pub api_keys: u64,
}

/// What an import did, or would do.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct ImportReport {
    /// Whether this is what would happen.
    pub is_dry_run: bool,
    /// What the store did not have.
    pub added: ImportCounts,
    /// What it has just so.
    pub unchanged: ImportCounts,
    /// What it has otherwise; that stays as it is.
    pub differs: ImportCounts,
    /// Keys that this store had once and deleted; they stay deleted.
    pub deleted_before: u64,
    /// Prefixes of added keys that the store does not accept: until its settings do, those keys are `malformed`.
    pub unaccepted_prefixes: BTreeSet<Prefix>,
}

impl Keywright {
    /// Writes the settings, permissions, users, teams, members and keys of the store as lines of JSON, all of one moment; what
    /// each line holds stands in `docs/export.md`. Only the server may.
    ///
    /// There are no secrets in it, and the digest of every secret, unsealed also where the store is sealed: keep it as safe as
    /// an unsealed store. The audit log is not in it.
    ///
    /// # Errors
    ///
    /// `storage_full` and `storage_unavailable` when the output takes no more; `permission_denied` when acting as a user;
    /// storage errors.
    ///
    /// # Examples
    ///
    /// ```
    /// use keywright::{Keywright, NewApiKey};
    ///
    /// let keywright = Keywright::open_in_memory()?;
    /// keywright.user("alice").create_api_key(NewApiKey::new("CI"))?;
    /// let mut export = Vec::new();
    /// keywright.export(&mut export)?;
    /// assert!(export.starts_with(br#"{"kind":"header","format":"keywright export","version":1}"#));
    /// # Ok::<(), keywright::Error>(())
    /// ```
    pub fn export(&self, output: impl Write) -> Result<(), Error> {
        self.authority().require_server("export the store")?;
        let now = self.now();
        self.read(|rows| write_lines(rows, now, &mut BufWriter::new(output)))
    }

    /// Adds what an export holds and the store does not, in one change, and tells what. Only the server may.
    ///
    /// What is there already stays as it is, so an import can be run again. A store in which nothing has happened yet takes
    /// the settings and the permissions as they are in the export. Every value is checked by the rules that hold when it is
    /// set by a call; caps of the settings do not hold. All lines, at most a gibibyte, are read and checked before the store
    /// is locked.
    ///
    /// # Errors
    ///
    /// `invalid_argument` with the number of the line that breaks a rule, and then nothing was added; `storage_unavailable`
    /// when the input can not be read; `permission_denied` when acting as a user; storage errors.
    ///
    /// # Examples
    ///
    /// ```
    /// use keywright::{ImportOptions, Keywright, NewApiKey, VerifyOptions};
    ///
    /// # let keywright = Keywright::open_in_memory()?;
    /// let created = keywright.user("alice").create_api_key(NewApiKey::new("CI"))?;
    /// let mut export = Vec::new();
    /// keywright.export(&mut export)?;
    ///
    /// let another = Keywright::open_in_memory()?;
    /// another.import(&*export, ImportOptions::new())?;
    /// assert!(another.verify(created.value(), &VerifyOptions::new())?.is_valid());
    /// # Ok::<(), keywright::Error>(())
    /// ```
    pub fn import(
        &self,
        mut input: impl BufRead,
        options: ImportOptions,
    ) -> Result<ImportReport, Error> {
        self.authority().require_server("import into the store")?;
        let _call = self.enter()?;
        let items = Items::read(&mut input)?;
        if options.is_dry_run {
            let now = self.now();
            let report = self.read(|rows| Ok(Plan::of(rows, &items, now)?.report))?;
            return Ok(ImportReport { is_dry_run: true, ..report });
        }
        self.change(|change| {
            let plan = Plan::of(change.rows, &items, change.now)?;
            plan.apply(change.rows)?;
            if plan.report.added != ImportCounts::default() || !plan.dropped.is_empty() {
                change.record(
                    NewEvent::new("store.imported")
                        .with("added", plan.report.added)
                        .with("differs", plan.report.differs),
                )?;
            }
            Ok(plan.report)
        })
    }
}

fn write_lines(rows: &dyn Rows, now: Timestamp, output: &mut dyn Write) -> Result<(), Error> {
    let output = &mut LineWriter(output);
    output.write(&Line::header())?;
    output.write(&Line::from(&rows.settings()?))?;
    for definition in rows.permission_definitions()? {
        output.write(&Line::from(&definition))?;
    }
    rows.each_user(&mut |user| output.write(&Line::from(&user)))?;
    rows.each_team(&mut |team| output.write(&Line::from(&team)))?;
    let mut members = rows.all_members()?;
    members.sort_by(|a, b| (&a.team_id, &a.user_id).cmp(&(&b.team_id, &b.user_id)));
    for member in &members {
        output.write(&Line::from(member))?;
    }
    rows.each_api_key(None, None, now, &mut |api_key| {
        let api_key = api_key?;
        let generations = rows.whole_generations(&api_key.id)?;
        output.write(&Line::from(&WholeApiKey { api_key, generations }))?;
        Ok(ControlFlow::Continue(()))
    })?;
    output.0.flush().map_err(unwritten)
}

struct LineWriter<'a>(&'a mut dyn Write);

impl LineWriter<'_> {
    fn write(&mut self, line: &Line) -> Result<(), Error> {
        serde_json::to_writer(&mut *self.0, line)
            .map_err(std::io::Error::from)
            .and_then(|()| self.0.write_all(b"\n"))
            .map_err(unwritten)
    }
}

fn unwritten(error: std::io::Error) -> Error {
    let code = match error.kind() {
        std::io::ErrorKind::StorageFull => ErrorCode::StorageFull,
        _ => ErrorCode::StorageUnavailable,
    };
    Error::new(code, "the export could not be written to its end").with_source(error)
}

/// What an import adds to a store.
#[derive(Default)]
struct Plan<'a> {
    settings: Option<&'a Settings>,
    /// Defaults of a new store that the export does not have.
    dropped: Vec<PermissionId>,
    permissions: Vec<&'a PermissionDefinition>,
    users: Vec<&'a User>,
    teams: Vec<&'a Team>,
    members: Vec<&'a TeamMember>,
    api_keys: Vec<&'a WholeApiKey>,
    report: ImportReport,
}

/// Adds up one kind of lines.
macro_rules! count {
    ($report:expr, $kind:ident, $stored:expr, $line:expr) => {
        match $stored {
            None => {
                $report.added.$kind += 1;
                true
            }
            Some(stored) => {
                let counts =
                    if stored == *$line { &mut $report.unchanged } else { &mut $report.differs };
                counts.$kind += 1;
                false
            }
        }
    };
}

impl<'a> Plan<'a> {
    /// Compares all lines with the store, and refuses what does not fit the other lines or the store.
    fn of(rows: &dyn Rows, items: &'a Items, now: Timestamp) -> Result<Self, Error> {
        let mut plan = Self::default();
        let known = Known::of(rows, items)?;
        let stored = rows.settings()?;
        let mut accepted = stored.prefixes.clone();
        let mut deleted: Option<BTreeSet<ApiKeyId>> = None;
        for (number, item) in &items.0 {
            let result = match item {
                Item::Settings(settings) => {
                    if known.is_new_store && stored != *settings {
                        plan.report.added.settings += 1;
                        plan.settings = Some(settings);
                        accepted.clone_from(&settings.prefixes);
                    } else {
                        count!(plan.report, settings, Some(&stored), &settings);
                    }
                    known.require_permissions(
                        settings.creator_permissions.iter().chain(&settings.member_permissions),
                    )
                }
                Item::Permission(definition) => plan.permission(&known, definition),
                Item::User(user) => {
                    if count!(plan.report, users, rows.user(&user.id)?, user) {
                        plan.users.push(user);
                    }
                    Ok(())
                }
                Item::Team(team) => {
                    if count!(plan.report, teams, rows.team(&team.id)?, team) {
                        plan.teams.push(team);
                    }
                    Ok(())
                }
                Item::Member(member) => plan.member(rows, &known, member),
                Item::ApiKey(key) => {
                    if rows.api_key(&key.api_key.id, now)?.is_none() {
                        if deleted.is_none() {
                            deleted = Some(deleted_keys(rows)?);
                        }
                        if deleted.as_ref().is_some_and(|ids| ids.contains(&key.api_key.id)) {
                            plan.report.deleted_before += 1;
                            continue;
                        }
                    }
                    plan.api_key(rows, &known, key, now)
                }
            };
            result.map_err(|error| at(*number, error))?;
        }
        if known.is_new_store {
            let of_file = |id: &PermissionId| plan.report_has(items, id);
            let stored = rows.permission_definitions()?.into_iter().map(|known| known.id);
            plan.dropped = stored.filter(|id| !of_file(id)).collect();
        }
        let prefixes = plan.api_keys.iter().flat_map(|key| &key.api_key.generations);
        plan.report.unaccepted_prefixes = prefixes
            .map(|generation| &generation.prefix)
            .filter(|prefix| !accepted.contains(prefix))
            .cloned()
            .collect();
        Ok(plan)
    }

    fn report_has(&self, items: &Items, wanted: &PermissionId) -> bool {
        items.0.iter().any(|(_, item)| matches!(item, Item::Permission(one) if one.id == *wanted))
    }

    fn permission(&mut self, known: &Known, line: &'a PermissionDefinition) -> Result<(), Error> {
        let stored = known.stored.iter().find(|stored| stored.id == line.id);
        let stored = stored.filter(|stored| !known.is_new_store || *stored == line);
        if count!(self.report, permissions, stored, &line) {
            self.permissions.push(line);
        }
        known.require_permissions(&line.contains)
    }

    fn member(
        &mut self,
        rows: &dyn Rows,
        known: &Known,
        line: &'a TeamMember,
    ) -> Result<(), Error> {
        known.require_owner(rows, &Owner::Team(line.team_id.clone()))?;
        known.require_owner(rows, &Owner::User(line.user_id.clone()))?;
        if count!(self.report, members, rows.member(&line.team_id, &line.user_id)?, line) {
            self.members.push(line);
        }
        known.require_permissions(&line.permissions)
    }

    fn api_key(
        &mut self,
        rows: &dyn Rows,
        known: &Known,
        line: &'a WholeApiKey,
        now: Timestamp,
    ) -> Result<(), Error> {
        known.require_owner(rows, &line.api_key.owner)?;
        let Some(stored) = rows.api_key(&line.api_key.id, now)? else {
            for whole in &line.generations {
                if rows.is_id_taken(&whole.generation.id)? {
                    return Err(Error::invalid_argument(
                        "a generation has the id of another key's secret",
                    ));
                }
            }
            self.report.added.api_keys += 1;
            self.api_keys.push(line);
            return Ok(());
        };
        let is_same = without_computed(&stored) == without_computed(&line.api_key)
            && rows.whole_generations(&stored.id)? == line.generations;
        let counts = if is_same { &mut self.report.unchanged } else { &mut self.report.differs };
        counts.api_keys += 1;
        Ok(())
    }

    fn apply(&self, rows: &mut dyn Rows) -> Result<(), Error> {
        if let Some(settings) = self.settings {
            rows.save_settings(settings)?;
        }
        for id in &self.dropped {
            rows.delete_permission_definition(id)?;
        }
        for definition in &self.permissions {
            rows.save_permission_definition(definition)?;
        }
        for user in &self.users {
            rows.save_user(user)?;
        }
        for team in &self.teams {
            rows.save_team(team)?;
        }
        for member in &self.members {
            rows.save_member(member)?;
        }
        for key in &self.api_keys {
            rows.insert_whole_api_key(&key.api_key, &key.generations)?;
        }
        Ok(())
    }
}

/// What lines may name: it is in the store, or in another line.
struct Known {
    /// Nothing has happened in the store yet, and the import is of a whole store.
    is_new_store: bool,
    stored: Vec<PermissionDefinition>,
    permissions: Definitions,
    owners: BTreeSet<(&'static str, String)>,
}

impl Known {
    /// Also refuses an id that stands in two lines.
    fn of(rows: &dyn Rows, items: &Items) -> Result<Self, Error> {
        let has_settings = items.0.iter().any(|(_, item)| matches!(item, Item::Settings(_)));
        let is_new_store = has_settings && rows.events(0, 1)?.is_empty();
        let stored = rows.permission_definitions()?;
        let mut permissions =
            Definitions::new(if is_new_store { Vec::new() } else { stored.clone() });
        let mut owners = BTreeSet::new();
        let mut ids = BTreeSet::new();
        for (number, item) in &items.0 {
            let is_new = match item {
                Item::Settings(_) => true,
                Item::Permission(definition) => {
                    permissions.add(definition.clone());
                    ids.insert(format!("permission {}", definition.id))
                }
                Item::User(user) => owners.insert(("user", user.id.to_string())),
                Item::Team(team) => owners.insert(("team", team.id.to_string())),
                Item::Member(TeamMember { team_id, user_id, .. }) => {
                    // Ids hold no control character, so this one stands between any two.
                    ids.insert(format!("member {team_id}\0{user_id}"))
                }
                Item::ApiKey(key) => key
                    .generations
                    .iter()
                    .all(|whole| ids.insert(format!("generation {}", whole.generation.id))),
            };
            if !is_new {
                return Err(at(
                    *number,
                    Error::invalid_argument(
                        "what this line tells of stands in an earlier line too",
                    ),
                ));
            }
        }
        Ok(Self { is_new_store, stored, permissions, owners })
    }

    fn require_permissions<'b>(
        &self,
        ids: impl IntoIterator<Item = &'b PermissionId>,
    ) -> Result<(), Error> {
        match ids.into_iter().find(|id| !self.permissions.is_known(id)) {
            None => Ok(()),
            Some(id) => Err(Error::invalid_argument(format!(
                "a permission is defined neither in the import nor in the store. permission=`{id}`"
            ))),
        }
    }

    fn require_owner(&self, rows: &dyn Rows, owner: &Owner) -> Result<(), Error> {
        let is_known = self.owners.contains(&(owner.owner_type().as_str(), owner.id().to_owned()))
            || match owner {
                Owner::User(id) => rows.user(id)?.is_some(),
                Owner::Team(id) => rows.team(id)?.is_some(),
            };
        if is_known {
            return Ok(());
        }
        Err(Error::invalid_argument(format!(
            "the {} is neither in the import nor in the store",
            owner.owner_type()
        )))
    }
}

/// The record without what is computed when it is read, and without its generations, which are compared whole.
fn without_computed(key: &ApiKey) -> ApiKey {
    ApiKey {
        generations: Vec::new(),
        is_owner_suspended: false,
        status: Status::Active,
        ..key.clone()
    }
}
