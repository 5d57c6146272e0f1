/// Why a day could not be played, which says nothing about the laws.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// The sandbox did not run.
    #[error(transparent)]
    Simulation(#[from] fulcrum_sandbox::simulation::SimulationError),
    /// A file of a seat could not be used.
    #[error("a file of a seat: {0}")]
    Store(#[from] fulcrum_cache::Error),
    /// A key could not be made.
    #[error("a key of a seat: {0}")]
    Vault(#[from] fulcrum_vault::VaultError),
    /// The system gave no folder.
    #[error("no folder for a seat's files: {0}")]
    Folder(#[from] std::io::Error),
    /// The sandbox's address is none.
    #[error("the sandbox's address: {0}")]
    Address(#[from] url::ParseError),
    /// The sandbox did not do what a button asked for.
    #[error("the sandbox refused {path}: {status} {body}")]
    Refused {
        /// The button.
        path: String,
        /// Status.
        status: u16,
        /// What it said.
        body: String,
    },
    /// The seat's program does not run.
    #[error("the seat's program does not run")]
    NotRunning,
    /// Something that the simulation rests on is missing.
    #[error("the world has no {0}")]
    Missing(&'static str),
}
