//! Connecting: a key or a grant, a seat, two files, an engine.

mod alone;
mod mend;
mod open;
mod reconnect;
mod sign_in;

pub(crate) use open::{claim, rules};
pub(crate) use sign_in::Signing;

use std::sync::Arc;

use fulcrum_domain::ids::UserId;
use fulcrum_domain::model::User;
use fulcrum_lever::{
    ApiKey, Authorize, Budget, Connection, HttpTransport, Lever, LeverError, OpportunityQuery,
    PostingQuery, RequestObserver, TokioTimer, TransportSettings,
};
use fulcrum_sync::Meter;
use fulcrum_vault::{Secret, SecretName, SecretStore};
use url::Url;

use crate::app::{App, State};
use crate::config::AppConfig;
use crate::failure;
use crate::problem::Trouble;
use crate::view::{Problem, ProblemCode, Session, UserChoice};

/// What Lever lets this program in with.
#[derive(Clone)]
pub(crate) enum Access {
    /// An API key.
    Key(Secret),
    /// A grant of the organisation's app.
    Grant(sign_in::Grant),
}

impl App {
    /// Opens what an earlier run left, or what a training file says.
    pub(crate) async fn open(&self) {
        let _turn = self.inner.turn.lock().await;
        let state = match self.found().await {
            Ok(state) => state,
            Err(problem) => State::Blocked(problem),
        };
        self.set_state(state);
    }

    async fn found(&self) -> Result<State, Problem> {
        let config = &self.inner.config;
        std::fs::create_dir_all(self.folder()).map_err(|error| failure::folder(&error))?;
        if self.hold_folder()? {
            self.open_door();
        }
        self.end_wipe().await?;
        self.remember_who_left();
        let folder = self.folder();
        blocking(move || alone::has_room(&folder)).await?;
        let seat = config.training.as_ref().and_then(|file| file.seat.as_ref());
        if let Some(training) = &config.training
            && !training.api_key.is_empty()
        {
            let key = Secret::from_text(training.api_key.as_str());
            self.keep(SecretName::LeverApiKey, &key).await?;
        }
        // A seat that a training file names goes with the key beside it.
        let grant = match seat {
            Some(_) => None,
            None => self.kept_grant().await?,
        };
        let access = match grant {
            Some(grant) => Access::Grant(grant),
            None => match self.kept(SecretName::LeverApiKey).await? {
                Some(key) => Access::Key(key),
                None => return Ok(State::Connect),
            },
        };
        match seat {
            Some(seat) => {
                // Bound before: what is here opens without asking Lever, also where nothing can be asked.
                if let State::Ready(ready) = self.reopened(&access).await? {
                    if ready.seat.user == seat.user_id {
                        return Ok(State::Ready(ready));
                    }
                    ready.close().await;
                }
                let (lever, meter) = self.client(&access)?;
                let user = self.user_of(&lever, &seat.user_id).await?;
                // Nobody types this key in, so this is where a right that it lacks is named.
                may_read(&lever)
                    .await
                    .map_err(|error| Problem::from(failure::lever(&error, &config.host())))?;
                Ok(State::Ready(
                    self.make_ready((lever, access), meter, Some(user)).await?,
                ))
            }
            None => self.reopened(&access).await,
        }
    }

    async fn reopened(&self, access: &Access) -> Result<State, Problem> {
        let (lever, meter) = self.client(access)?;
        match self.make_ready((lever, access.clone()), meter, None).await {
            Ok(ready) => Ok(State::Ready(ready)),
            // Let in, without a seat: the choice was interrupted.
            Err(problem) if problem == Problem::from(Trouble::NotConnected) => Ok(State::Connect),
            Err(problem) => Err(problem),
        }
    }

    /// Tries again what stood in the way.
    pub async fn try_again(&self) -> Session {
        let code = match &*self.state() {
            State::Blocked(problem) => problem.code,
            _ => return self.session(),
        };
        if code == ProblemCode::CacheBroken {
            // Opening alone would meet the same file again. What goes wrong is in the session.
            let _ = self.read_again().await;
        } else {
            self.open().await;
        }
        self.session()
    }

    /// Asks Lever who may sit here. The key is kept in memory until a seat is chosen.
    ///
    /// # Errors
    /// `WrongKey`, `MissingPermission`, `Unreachable`, `NotLever` and their kin.
    pub async fn check_key(&self, key: &str) -> Result<Vec<UserChoice>, Problem> {
        let _turn = self.inner.turn.lock().await;
        self.no_seat()?;
        let key = Secret::from_text(key);
        if key.is_empty() {
            return Err(Trouble::WrongKey.into());
        }
        self.offer_seats(Access::Key(key)).await
    }

    pub(crate) fn no_seat(&self) -> Result<(), Problem> {
        if matches!(&*self.state(), State::Ready(_)) {
            return Err(Trouble::BadInput {
                why: "A seat is connected already. Disconnect it first.",
            }
            .into());
        }
        Ok(())
    }

    /// Asks who may sit here and leads the session to the choice.
    async fn offer_seats(&self, access: Access) -> Result<Vec<UserChoice>, Problem> {
        let (lever, _) = self.client(&access)?;
        let host = self.inner.config.host();
        let said = |error| Problem::from(failure::lever(&error, &host));
        let users = lever.users().await.map_err(said)?;
        may_read(&lever).await.map_err(said)?;
        let users = self.same_person(choices(users));
        // Another key may do something else.
        *self.found_permissions() = None;
        self.set_state(State::ChooseSeat {
            access,
            users: users.clone(),
        });
        Ok(users)
    }

    /// Binds the seat: every write is performed as this user. Keeps the key or the grant and begins to read.
    ///
    /// # Errors
    /// `BadInput` without an accepted key or grant; `NotFound` for somebody else; keyring and storage problems.
    pub async fn choose_seat(&self, user: &UserId) -> Result<Session, Problem> {
        let _turn = self.inner.turn.lock().await;
        let (access, users) = match &*self.state() {
            State::ChooseSeat { access, users } => (access.clone(), users.clone()),
            _ => return Err(Trouble::NotConnected.into()),
        };
        if !users.iter().any(|choice| choice.id == *user) {
            return Err(Trouble::NotFound { what: "user" }.into());
        }
        let (lever, meter) = self.client(&access)?;
        let user = self.user_of(&lever, user).await?;
        // Everything may have been removed since the start.
        std::fs::create_dir_all(self.folder()).map_err(|error| failure::folder(&error))?;
        if self.hold_folder()? {
            self.open_door();
        }
        self.keep_only_files_of(&user.id)?;
        match &access {
            Access::Key(key) => {
                self.keep(SecretName::LeverApiKey, key).await?;
                self.forget(&[SecretName::LeverTokens, SecretName::LeverClientSecret])
                    .await?;
            }
            Access::Grant(grant) => self.keep_grant(grant).await?,
        }
        let ready = self.make_ready((lever, access), meter, Some(user)).await?;
        if let Err(problem) = self.take_waiting_team_file(&ready).await {
            ready.close().await;
            return Err(problem);
        }
        crate::leaving::forget_left(&self.folder());
        *self.reconnecting() = None;
        self.set_state(State::Ready(ready));
        Ok(self.session())
    }

    /// Forgets the key or the grant and deletes the local files of this account. Pending moves are not sent.
    ///
    /// # Errors
    /// Keyring and storage problems.
    pub async fn disconnect(&self) -> Result<Session, Problem> {
        self.cancel_sign_in();
        let _turn = self.inner.turn.lock().await;
        let before = std::mem::replace(&mut *self.state(), State::Connect);
        if let State::Ready(ready) = before {
            ready.close().await;
        }
        *self.reconnecting() = None;
        self.drop_team_file();
        self.forget(&SecretName::ALL).await?;
        self.delete_files()?;
        self.set_state(State::Connect);
        Ok(self.session())
    }

    fn delete_files(&self) -> Result<(), Problem> {
        let folder = self.folder();
        match std::fs::remove_dir_all(&folder) {
            Ok(()) => {}
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => {}
            Err(error) => return Err(failure::folder(&error).into()),
        }
        std::fs::create_dir_all(&folder).map_err(|error| failure::folder(&error).into())
    }

    pub(crate) fn folder(&self) -> std::path::PathBuf {
        self.inner.config.data_dir.join(self.inner.config.profile())
    }

    fn client(&self, access: &Access) -> Result<(Lever, Arc<Meter>), Problem> {
        let config = &self.inner.config;
        let authorize: Arc<dyn Authorize> = match access {
            Access::Key(key) => Arc::new(ApiKey::new(key)),
            Access::Grant(grant) => grant.oauth.clone(),
        };
        let meter = Arc::new(Meter::new(config.clock.clone()));
        let budget = self.inner.budget.clone();
        let training = config.training.is_some();
        let lever = client(config, budget, authorize, meter.clone(), training)?;
        Ok((lever, meter))
    }

    /// A client with another key or grant than the seat's, of its own.
    pub(crate) fn lever_of(&self, access: &Access) -> Result<Lever, Problem> {
        self.client(access).map(|(lever, _)| lever)
    }

    async fn user_of(&self, lever: &Lever, id: &UserId) -> Result<User, Problem> {
        let users = lever
            .users()
            .await
            .map_err(|error| failure::lever(&error, &self.inner.config.host()))?;
        users
            .into_iter()
            .find(|user| user.id == *id && user.deactivated_at_ms.is_none())
            .ok_or_else(|| Trouble::NotFound { what: "user" }.into())
    }

    async fn kept(&self, name: SecretName) -> Result<Option<Secret>, Problem> {
        let (secrets, profile) = self.secrets();
        blocking(move || {
            secrets
                .get(profile, name)
                .map_err(|error| failure::vault(&error).into())
        })
        .await
    }

    async fn keep(&self, name: SecretName, secret: &Secret) -> Result<(), Problem> {
        let (secrets, profile) = self.secrets();
        let secret = secret.clone();
        blocking(move || {
            secrets
                .set(profile, name, &secret)
                .map_err(|error| failure::vault(&error).into())
        })
        .await
    }

    pub(crate) async fn forget(&self, names: &[SecretName]) -> Result<(), Problem> {
        let (secrets, profile) = self.secrets();
        let names = names.to_vec();
        blocking(move || {
            for name in names {
                secrets
                    .delete(profile, name)
                    .map_err(|error| Problem::from(failure::vault(&error)))?;
            }
            Ok(())
        })
        .await
    }

    fn secrets(&self) -> (Arc<dyn SecretStore>, &'static str) {
        let config = &self.inner.config;
        (config.secrets.clone(), config.profile())
    }
}

/// A budget with this seat's share.
pub(crate) fn budget(config: &AppConfig) -> Arc<Budget> {
    Arc::new(Budget::new(
        config.budget,
        config.clock.clone(),
        Arc::new(TokioTimer),
    ))
}

/// A client of Lever. The key or token travels in the header: only to a secure host, or, with `training`, to this machine.
pub(crate) fn client(
    config: &AppConfig,
    budget: Arc<Budget>,
    authorize: Arc<dyn Authorize>,
    observer: Arc<dyn RequestObserver>,
    training: bool,
) -> Result<Lever, Problem> {
    let host = config.host();
    let api_base = Url::parse(config.api()).map_err(|_| Trouble::BadInput {
        why: "The address of Lever's API is not an address.",
    })?;
    let loopback = crate::training::is_loopback(config.api());
    if api_base.scheme() != "https" && !(loopback && training) {
        return Err(Trouble::BadInput {
            why: "The address of Lever's API must begin with https.",
        }
        .into());
    }
    let transport = HttpTransport::new(TransportSettings::default())
        .map_err(|_| Trouble::Unreachable { host })?;
    Ok(Lever::new(Connection {
        api_base,
        authorize,
        transport: Arc::new(transport),
        budget,
        observer,
        clock: config.clock.clone(),
        timer: Arc::new(TokioTimer),
        seed: u64::from(std::process::id()),
    }))
}

/// Asks for everything the board and the panel cannot do without; a missing right is better named now than found on an
/// empty board. What the key may write can only be found by writing.
async fn may_read(lever: &Lever) -> Result<(), LeverError> {
    lever.stages().await?;
    lever.postings(&PostingQuery::default(), None).await?;
    let one = OpportunityQuery {
        limit: Some(1),
        ..OpportunityQuery::default()
    };
    let page = lever.opportunities(&one, None).await?;
    if let Some(any) = page.items.first() {
        lever.notes(&any.id).await?;
        lever.contact(&any.contact).await?;
    }
    Ok(())
}

/// Active users, by name.
pub(crate) fn choices(users: Vec<User>) -> Vec<UserChoice> {
    let mut choices: Vec<UserChoice> = users
        .into_iter()
        .filter(|user| user.deactivated_at_ms.is_none())
        .map(|user| UserChoice {
            id: user.id,
            name: user.name,
            email: user.email,
            role: user.access_role,
        })
        .collect();
    choices.sort_by(|a, b| (&a.name, &a.id).cmp(&(&b.name, &b.id)));
    choices
}

/// Runs what may wait for a person (the keyring's question) or for the disk beside the other tasks.
pub(crate) async fn blocking<T: Send + 'static>(
    work: impl FnOnce() -> Result<T, Problem> + Send + 'static,
) -> Result<T, Problem> {
    tokio::task::spawn_blocking(work)
        .await
        .unwrap_or_else(|_| Err(Trouble::Internal.into()))
}

#[cfg(test)]
mod tests {
    use fulcrum_vault::MemoryStore;

    use super::*;

    #[tokio::test]
    async fn every_client_of_a_program_draws_on_one_budget() {
        let folder = tempfile::tempdir().unwrap();
        let app = App::start(AppConfig {
            secrets: Arc::new(MemoryStore::default()),
            ..AppConfig::new(folder.path().to_owned())
        })
        .await;
        let client = |key| {
            app.lever_of(&Access::Key(Secret::from_text(key)))
                .ok()
                .unwrap()
        };
        let (one, other) = (client("one"), client("another"));
        assert!(std::ptr::eq(one.budget(), other.budget()));
        app.shutdown().await;
    }
}
