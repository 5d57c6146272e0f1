//! `ui/src/lib/ipc/bindings.ts` is what the commands say today.
//!
//! After a change to a command or a wire type: `FULCRUM_WRITE_BINDINGS=1 cargo test --test contract bindings`.

use std::fs;
use std::path::Path;

use specta_typescript::Typescript;
use tauri::Wry;

const BINDINGS: &str = "ui/src/lib/ipc/bindings.ts";

#[test]
fn bindings_are_what_the_commands_say() {
    let folder = tempfile::tempdir().unwrap();
    let fresh_path = folder.path().join("bindings.ts");
    let header = "// Generated from src-tauri/src/ipc.rs; tests/contract/bindings.rs writes and checks this file.\n";
    fulcrum_app_shell::builder::<Wry>()
        .export(Typescript::default().header(header), &fresh_path)
        .expect("every type of the IPC can be said in TypeScript");
    let fresh = fs::read_to_string(&fresh_path).unwrap();

    let committed = Path::new(env!("CARGO_MANIFEST_DIR")).join(BINDINGS);
    if std::env::var_os("FULCRUM_WRITE_BINDINGS").is_some() {
        fs::create_dir_all(committed.parent().unwrap()).unwrap();
        fs::write(&committed, &fresh).unwrap();
    }
    let kept = fs::read_to_string(&committed).unwrap_or_default();
    assert!(
        kept == fresh,
        "{BINDINGS} is not what the commands say; write it anew with FULCRUM_WRITE_BINDINGS=1"
    );
}
