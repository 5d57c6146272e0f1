//! A whole sandbox in one thread: no socket, no timer, no real time. The same seed and the same moves give the same day, to the
//! last request.
//!
//! The runtime has neither a timer nor a network: whatever tried to use one would panic, so that nothing slips past the clock.

use std::collections::BTreeMap;
use std::pin::pin;
use std::sync::{Arc, Mutex, PoisonError};
use std::task::{Poll, Waker};

use axum::http::Method;
use serde_json::Value;
use tokio::runtime::{Builder, Runtime};

use crate::assembly::{Assembled, assemble};
use crate::scenario::{Hands, Scenario, Step, Trouble, length_ms};
use crate::serve::StartError;
use crate::settings::Settings;
use crate::world::model::Id;

/// Virtual milliseconds that [`Simulation::run`] lets pass at most.
const PATIENCE_MS: i64 = 3_600_000;

/// A sandbox that runs when it is told to.
pub struct Simulation {
    /// Everything in it. What it spawns belongs to the simulation's runtime: use it within [`run`](Self::run).
    pub sandbox: Assembled,
    runtime: Runtime,
    idle: Arc<Idle>,
}

/// Why there is no simulation, or no answer.
#[derive(Debug, thiserror::Error)]
pub enum SimulationError {
    /// The system gave no runtime.
    #[error("no runtime could be made: {0}")]
    Runtime(#[from] std::io::Error),
    /// The sandbox did not start.
    #[error(transparent)]
    Start(#[from] StartError),
    /// A scenario does not fit, or a step of it was refused.
    #[error(transparent)]
    Scenario(#[from] Trouble),
    /// What was run did not end.
    #[error("what was run did not end within an hour of virtual time")]
    Endless,
}

impl Simulation {
    /// The sandbox of `settings`, on a manual clock, with its vendors connected.
    ///
    /// # Errors
    /// [`SimulationError`] when it does not start.
    pub fn new(mut settings: Settings) -> Result<Self, SimulationError> {
        settings.manual_clock = true;
        let idle = Arc::new(Idle::default());
        let hook = Arc::clone(&idle);
        let runtime = Builder::new_current_thread()
            .on_thread_park(move || hook.reached())
            .build()?;
        let simulation = Self {
            sandbox: runtime.block_on(async { assemble(settings) }),
            runtime,
            idle,
        };
        simulation.run(simulation.sandbox.connect())??;
        Ok(simulation)
    }

    /// Runs `work` to its end, and everything that goes on beside it. Whenever nothing can be done, time goes on to the next
    /// moment for which somebody waits.
    ///
    /// # Errors
    /// [`SimulationError::Endless`] when it has not ended after an hour of virtual time, or waits for nothing.
    pub fn run<T>(&self, work: impl Future<Output = T>) -> Result<T, SimulationError> {
        let clock = &self.sandbox.clock;
        let last = clock.now_ms().saturating_add(PATIENCE_MS);
        self.runtime.block_on(async {
            let mut work = pin!(work);
            loop {
                tokio::select! {
                    biased;
                    answer = &mut work => return Ok(answer),
                    () = self.idle.quiet() => {}
                }
                match clock.next_ms() {
                    Some(next) if next <= last => clock.advance_to_next(),
                    _ => return Err(SimulationError::Endless),
                };
            }
        })
    }

    /// Lets everything happen that can happen now.
    pub fn settle(&self) {
        self.runtime.block_on(self.idle.quiet());
    }

    /// Lets `ms` virtual milliseconds pass: who waits wakes at their own moment, and all that follows from it happens before
    /// the next one.
    pub fn advance(&self, ms: i64) {
        let clock = &self.sandbox.clock;
        let until = clock.now_ms().saturating_add(ms.max(0));
        self.settle();
        while clock.next_ms().is_some_and(|next| next <= until) {
            clock.advance_to_next();
            self.settle();
        }
        clock.jump(until.saturating_sub(clock.now_ms()));
        self.settle();
    }

    /// Goes on to the next moment for which somebody waits, and lets everything happen that follows. Answers with that moment;
    /// `None` when nobody waits.
    pub fn advance_to_next(&self) -> Option<i64> {
        self.settle();
        let next = self.sandbox.clock.advance_to_next();
        self.settle();
        next
    }

    /// Plays a scenario that was read for this simulation's world: each step at its time, and all that follows from it before
    /// the next. Answers with the people's opportunities, by the names they have in the file.
    ///
    /// # Errors
    /// [`SimulationError::Scenario`] for a name that there is not, or a step that was refused.
    pub fn play(&self, scenario: &Scenario) -> Result<BTreeMap<String, Id>, SimulationError> {
        let script = self.sandbox.lever.look(|world| scenario.script(world))?;
        let hands = Hands::from(&self.sandbox);
        let people = self.run(async { script.add_people(&hands) })?;
        self.settle();
        for dated in &script.steps {
            self.advance(dated.after_ms);
            match &dated.step {
                Step::Jump { by } => self.advance(length_ms(by).unwrap_or(0)),
                step => {
                    let done = self.run(hands.step(step, &people))?;
                    done.map_err(|sentence| Trouble::new(dated.line, sentence))?;
                }
            }
            self.settle();
        }
        Ok(people)
    }

    /// [`Assembled::call`], and all that follows from it at this moment.
    ///
    /// # Errors
    /// [`SimulationError::Endless`] when there is no answer.
    pub fn call(
        &self,
        method: Method,
        path: &str,
        body: Option<&Value>,
    ) -> Result<(u16, Value), SimulationError> {
        let answer = self.run(self.sandbox.call(method, path, body))?;
        self.settle();
        Ok(answer)
    }
}

impl Drop for Simulation {
    fn drop(&mut self) {
        self.sandbox.release();
    }
}

/// Tells when the runtime has nothing left to do.
#[derive(Default)]
struct Idle(Mutex<Watch>);

#[derive(Default)]
struct Watch {
    waker: Option<Waker>,
    reached: bool,
}

impl Idle {
    /// The thread is about to wait for the outside world, from which nothing will come.
    fn reached(&self) {
        let waker = {
            let mut watch = self.lock();
            let waker = watch.waker.take();
            watch.reached = waker.is_some();
            waker
        };
        if let Some(waker) = waker {
            waker.wake();
        }
    }

    /// Ends when everything else waits.
    async fn quiet(&self) {
        *self.lock() = Watch::default();
        std::future::poll_fn(|context| {
            let mut watch = self.lock();
            if watch.reached {
                *watch = Watch::default();
                return Poll::Ready(());
            }
            watch.waker = Some(context.waker().clone());
            Poll::Pending
        })
        .await;
    }

    fn lock(&self) -> std::sync::MutexGuard<'_, Watch> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
