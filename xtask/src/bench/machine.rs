//! The machine on which figures were measured: without it they say little.

use serde_json::{Value, json};

use crate::process::ask;

/// Processor, cores, memory, system; null where the system does not say.
pub(crate) fn described() -> Value {
    let processors = std::fs::read_to_string("/proc/cpuinfo").unwrap_or_default();
    let memory = std::fs::read_to_string("/proc/meminfo").unwrap_or_default();
    let processor = field(&processors, "model name")
        .map(str::to_owned)
        .or_else(|| {
            let brand = ask("sysctl", &["-n", "machdep.cpu.brand_string"])?;
            Some(brand.trim().to_owned())
        });
    let memory = field(&memory, "MemTotal")
        .and_then(|text| text.split_whitespace().next()?.parse::<u64>().ok())
        .map(|kilobytes| kilobytes / 1_024);
    json!({
        "processor": processor,
        "cores": std::thread::available_parallelism().ok().map(usize::from),
        "memory_mb": memory,
        "system": format!("{} {}", std::env::consts::OS, std::env::consts::ARCH),
    })
}

/// The value of the first `name : value` of a file of the kernel.
fn field<'t>(text: &'t str, name: &str) -> Option<&'t str> {
    text.lines()
        .filter_map(|line| line.split_once(':'))
        .find(|(key, _)| key.trim() == name)
        .map(|(_, value)| value.trim())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_field_of_the_kernels_files_is_found() {
        let text = "processor\t: 0\nmodel name\t: Some CPU: fast\nmodel name\t: Other\n";
        assert_eq!(field(text, "model name"), Some("Some CPU: fast"));
        assert_eq!(field(text, "flags"), None);
    }

    #[test]
    fn the_cores_and_the_system_are_always_known() {
        let machine = described();
        assert!(machine["cores"].as_u64().unwrap() >= 1);
        assert!(
            machine["system"]
                .as_str()
                .unwrap()
                .starts_with(std::env::consts::OS)
        );
    }
}
