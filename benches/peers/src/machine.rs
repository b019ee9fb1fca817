//! What the machine was doing meanwhile, as Linux tells; zeros and blanks elsewhere.

use std::fs::read_to_string;
use std::process::Command;
use std::time::{Duration, Instant};

/// Ticks of /proc in a second: fixed by the kernel's interface.
const TICKS: f64 = 100.0;

/// Processor seconds that this process has used.
pub fn own_cpu() -> f64 {
    cpu_of("/proc/self")
}

fn cpu_of(process: &str) -> f64 {
    let stat = read_to_string(format!("{process}/stat")).unwrap_or_default();
    // After the name in parentheses: user time is the 12th word, system time the 13th.
    let words = stat.rsplit(')').next().unwrap_or("").split_whitespace().skip(11);
    words.take(2).filter_map(|word| word.parse::<f64>().ok()).sum::<f64>() / TICKS
}

/// Processor seconds that everything together has used since the machine started.
pub fn all_cpu() -> f64 {
    let stat = read_to_string("/proc/stat").unwrap_or_default();
    let ticks: Vec<f64> = stat.lines().next().unwrap_or("").split_whitespace().skip(1).flat_map(str::parse).collect();
    // user nice system idle iowait irq softirq steal: all but idle and iowait.
    ticks.iter().take(8).enumerate().filter(|(place, _)| !matches!(place, 3 | 4)).map(|(_, t)| t).sum::<f64>() / TICKS
}

/// Processor model and how many there are.
pub fn processor() -> String {
    let info = read_to_string("/proc/cpuinfo").unwrap_or_default();
    let models = info.lines().filter_map(|line| line.strip_prefix("model name")?.split_once(':'));
    let models: Vec<&str> = models.map(|(_, model)| model.trim()).collect();
    format!("{} × {}", models.len(), models.first().unwrap_or(&"?"))
}

/// One run of a command.
pub struct Run {
    pub wall: f64,
    /// Its processor time, seconds.
    pub cpu: f64,
    /// The most it had in memory at once.
    pub memory_mb: u64,
}

/// Runs a command to its end, watching it.
pub fn run(mut command: Command) -> Run {
    let start = Instant::now();
    let mut child = command.spawn().expect("a process");
    let process = format!("/proc/{}", child.id());
    let (mut cpu, mut memory_mb) = (0.0, 0);
    // What the kernel knows of a process is gone once it is waited for, and most of it once it has ended.
    while child.try_wait().expect("a process").is_none() {
        (cpu, memory_mb) = (cpu_of(&process).max(cpu), memory_of(&process).max(memory_mb));
        std::thread::sleep(Duration::from_millis(2));
    }
    let wall = start.elapsed().as_secs_f64();
    assert!(child.wait().expect("a process").success(), "{command:?} failed");
    Run { wall, cpu, memory_mb }
}

fn memory_of(process: &str) -> u64 {
    let status = read_to_string(format!("{process}/status")).unwrap_or_default();
    let peak = status.lines().find_map(|line| line.strip_prefix("VmHWM:")?.split_whitespace().next()?.parse().ok());
    peak.map_or(0, |kilobytes: u64| kilobytes / 1000)
}
