use rusqlite::Connection;

use super::fixtures::Place;
use crate::migration::{migrate, version};
use crate::{Code, DatabaseFile, Store};

const FIRST: &[&str] = &["CREATE TABLE a (n INTEGER NOT NULL DEFAULT 0) STRICT"];
const SECOND: &[&str] = &[
    "ALTER TABLE a ADD COLUMN m INTEGER NOT NULL DEFAULT 7",
    "UPDATE a SET m = n + 1 WHERE n > 5",
];
const BROKEN: &[&str] = &[
    "CREATE TABLE b (n INTEGER) STRICT",
    "CREATE TABLE a (n INTEGER) STRICT",
];

fn rows(connection: &Connection) -> Vec<(i64, i64)> {
    connection
        .prepare("SELECT n, m FROM a ORDER BY n")
        .unwrap()
        .query_map([], |row| row.try_into())
        .unwrap()
        .map(Result::unwrap)
        .collect()
}

#[test]
fn an_old_file_is_brought_forward_with_its_rows() {
    crate::open::start_library();
    let mut connection = Connection::open_in_memory().unwrap();
    migrate(&mut connection, &[FIRST]).unwrap();
    connection
        .execute_batch("INSERT INTO a (n) VALUES (3), (9)")
        .unwrap();
    migrate(&mut connection, &[FIRST, SECOND]).unwrap();
    assert_eq!(version(&connection).unwrap(), 2);
    assert_eq!(rows(&connection), [(3, 7), (9, 10)]);
    migrate(&mut connection, &[FIRST, SECOND]).unwrap();
    assert_eq!(
        rows(&connection),
        [(3, 7), (9, 10)],
        "an upgraded file is left alone"
    );
}

#[test]
fn an_upgrade_that_fails_half_way_leaves_the_old_version() {
    crate::open::start_library();
    let mut connection = Connection::open_in_memory().unwrap();
    migrate(&mut connection, &[FIRST]).unwrap();
    let failed = migrate(&mut connection, &[FIRST, SECOND, BROKEN]).unwrap_err();
    assert_eq!(failed.code(), Code::Internal);
    assert_eq!(version(&connection).unwrap(), 1);
    let tables: Vec<String> = connection
        .prepare("SELECT sql FROM sqlite_schema")
        .unwrap()
        .query_map([], |row| row.get(0))
        .unwrap()
        .map(Result::unwrap)
        .collect();
    assert_eq!(
        tables,
        ["CREATE TABLE a (n INTEGER NOT NULL DEFAULT 0) STRICT"]
    );
}

fn schema<F: DatabaseFile>(store: &Store<F>) -> String {
    store
        .read_blocking(|file| {
            let tables: Vec<String> = file
                .connection
                .prepare("SELECT sql FROM sqlite_schema WHERE sql IS NOT NULL AND name NOT LIKE 'search%\\_%\\_%' ESCAPE '\\' ORDER BY name")
                .unwrap()
                .query_map([], |row| row.get(0))
                .unwrap()
                .map(Result::unwrap)
                .collect();
            Ok(tables.join(";\n"))
        })
        .unwrap()
}

/// Files with this schema lie on people's machines: a change is a new version, never an edit of an old one.
#[test]
fn the_schemas_are_as_they_were_shipped() {
    let place = Place::new();
    insta::assert_snapshot!("cache_schema_4", schema(&place.cache()));
    insta::assert_snapshot!("desk_schema_7", schema(&place.desk()));
}

#[test]
fn every_table_is_strict() {
    let place = Place::new();
    for schema in [schema(&place.cache()), schema(&place.desk())] {
        for table in schema
            .split(";\n")
            .filter(|sql| sql.starts_with("CREATE TABLE") && !sql.contains("sqlite_sequence"))
        {
            assert!(
                table.ends_with("STRICT") || table.ends_with("STRICT, WITHOUT ROWID"),
                "{table}"
            );
        }
    }
}
