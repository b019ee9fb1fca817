//! Finding, reading and writing files. Only this folder touches the disk.

use super::failure::Failure;
use crate::diagnostics::Message;
use std::io::{self, Write};
use std::path::{Path, PathBuf};

/// The largest policy text that is read, bytes. A street's policy is some tens of kilobytes.
const LARGEST_POLICY: u64 = crate::syntax::LONGEST_TEXT as u64;
/// Deepest nesting of folders searched, against links in circles.
const DEEPEST: usize = 32;

/// Texts that may belong together: the `.mizi` files directly in one folder, or the one file named.
#[derive(Debug)]
pub struct Bundle {
    /// Name to show and bytes, in order of names.
    pub files: Vec<(String, Vec<u8>)>,
}

/// Every bundle at or under the paths, in order of names.
pub fn bundles(paths: &[PathBuf]) -> Result<Vec<Bundle>, Failure> {
    groups(paths)?.iter().map(|group| bundle(group)).collect()
}

/// The texts of files that belong together.
pub fn bundle(group: &[PathBuf]) -> Result<Bundle, Failure> {
    let files = group.iter().map(|path| read_policy(path)).collect::<Result<_, _>>()?;
    Ok(Bundle { files })
}

/// The files of every bundle at or under the paths, in order of names.
pub fn groups(paths: &[PathBuf]) -> Result<Vec<Vec<PathBuf>>, Failure> {
    let mut found = Vec::new();
    for path in paths {
        let kind = std::fs::metadata(path).map_err(|e| unreadable(path, &e))?;
        if kind.is_dir() {
            let before = found.len();
            search(path, 0, &mut found)?;
            if found.len() == before {
                return Err(nothing_in(path));
            }
        } else {
            found.push(vec![path.clone()]);
        }
    }
    Ok(found)
}

fn search(folder: &Path, depth: usize, found: &mut Vec<Vec<PathBuf>>) -> Result<(), Failure> {
    if depth > DEEPEST {
        return Ok(());
    }
    let mut entries: Vec<PathBuf> = std::fs::read_dir(folder)
        .and_then(|entries| entries.map(|entry| entry.map(|e| e.path())).collect())
        .map_err(|e| unreadable(folder, &e))?;
    entries.sort();
    let is_policy = |path: &&PathBuf| path.extension().is_some_and(|e| e == "mizi") && path.is_file();
    let files: Vec<PathBuf> = entries.iter().filter(is_policy).cloned().collect();
    if !files.is_empty() {
        found.push(files);
    }
    for entry in entries.iter().filter(|p| p.is_dir() && !hidden(p)) {
        search(entry, depth + 1, found)?;
    }
    Ok(())
}

fn hidden(path: &Path) -> bool {
    path.file_name().is_some_and(|name| name.to_string_lossy().starts_with('.') || name == "target")
}

/// A policy's text under the name it is shown by.
pub fn read_policy(path: &Path) -> Result<(String, Vec<u8>), Failure> {
    let size = std::fs::metadata(path).map_err(|e| unreadable(path, &e))?.len();
    if size > LARGEST_POLICY {
        return Err(Failure::new(Message::new(
            format!("{} 有 {size} 字节，超过一份政策的上限 {LARGEST_POLICY} 字节，未读取", path.display()),
            format!(
                "{} has {size} bytes, more than the {LARGEST_POLICY} a policy may have; it was not read",
                path.display()
            ),
        )));
    }
    // The file's name as a repository has it: a.mizi, not ./a.mizi.
    let name = path.strip_prefix(".").unwrap_or(path);
    Ok((name.display().to_string(), read(path)?))
}

/// A path from the root of the disk, links followed.
pub fn whole(path: &Path) -> Result<PathBuf, Failure> {
    std::fs::canonicalize(path).map_err(|e| unreadable(path, &e))
}

/// The name to show of a file whose whole path is known: from the current folder, where it is in it.
pub fn shown(path: &Path) -> String {
    let here = std::env::current_dir().and_then(std::fs::canonicalize);
    let inner = here.ok().and_then(|here| path.strip_prefix(here).ok().map(Path::to_owned));
    inner.as_deref().unwrap_or(path).display().to_string()
}

/// The bytes of a file.
pub fn read(path: &Path) -> Result<Vec<u8>, Failure> {
    std::fs::read(path).map_err(|e| unreadable(path, &e))
}

/// The bytes of a file, none where there is no such file.
pub fn read_if_there(path: &Path) -> Result<Option<Vec<u8>>, Failure> {
    match std::fs::read(path) {
        Ok(bytes) => Ok(Some(bytes)),
        Err(e) if e.kind() == io::ErrorKind::NotFound => Ok(None),
        Err(e) => Err(unreadable(path, &e)),
    }
}

/// Writes a file whole or not at all.
pub fn write_whole(path: &Path, bytes: &[u8]) -> Result<(), Failure> {
    let mut whole = Whole::new(path)?;
    whole.write(bytes);
    whole.finish()
}

/// Writes a file that is there again, whole or not at all; who may read it stays as it is.
pub fn replace(path: &Path, bytes: &[u8]) -> Result<(), Failure> {
    // A link stays a link: what it points to is written.
    let target = whole(path)?;
    let permissions = std::fs::metadata(&target).map_err(|e| unreadable(path, &e))?.permissions();
    let mut whole = Whole::new(&target)?;
    whole.write(bytes);
    whole.permit(permissions);
    whole.finish()
}

/// A file that appears whole or not at all: it is written beside its place, then renamed.
pub struct Whole<'p> {
    path: &'p Path,
    /// The first thing that went wrong is told at the end.
    file: io::Result<io::BufWriter<tempfile::NamedTempFile>>,
}

impl<'p> Whole<'p> {
    /// Begins a file.
    pub fn new(path: &'p Path) -> Result<Self, Failure> {
        let folder = path.parent().filter(|p| !p.as_os_str().is_empty()).unwrap_or(Path::new("."));
        let file = new_beside(folder).map_err(|e| unwritten(path, &e))?;
        Ok(Whole { path, file: Ok(io::BufWriter::with_capacity(1 << 20, file)) })
    }

    /// Adds to it.
    pub fn write(&mut self, bytes: &[u8]) {
        if let Ok(file) = &mut self.file
            && let Err(error) = file.write_all(bytes)
        {
            self.file = Err(error);
        }
    }

    /// Gives it these permissions.
    fn permit(&mut self, permissions: std::fs::Permissions) {
        if let Ok(file) = &self.file
            && let Err(error) = file.get_ref().as_file().set_permissions(permissions)
        {
            self.file = Err(error);
        }
    }

    /// Puts it in its place.
    pub fn finish(self) -> Result<(), Failure> {
        let whole = self.file.and_then(|file| file.into_inner().map_err(io::IntoInnerError::into_error));
        let placed = whole.and_then(|file| file.persist(self.path).map_err(|e| e.error));
        placed.map(drop).map_err(|e| unwritten(self.path, &e))
    }
}

fn unwritten(path: &Path, error: &io::Error) -> Failure {
    let (path, why) = (path.display(), reason(error));
    Failure::new(Message::new(
        format!("无法写入 {path}：{}。文件保持原样", why.zh),
        format!("{path} could not be written: {}. The file is as it was", why.en),
    ))
}

/// A temporary file that, once renamed, has the permissions of any new file.
fn new_beside(folder: &Path) -> io::Result<tempfile::NamedTempFile> {
    let mut builder = tempfile::Builder::new();
    builder.prefix(".mizi-");
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        builder.permissions(std::fs::Permissions::from_mode(0o666)).tempfile_in(folder)
    }
    #[cfg(not(unix))]
    builder.tempfile_in(folder)
}

fn unreadable(path: &Path, error: &io::Error) -> Failure {
    let (path, why) = (path.display(), reason(error));
    Failure::new(Message::new(format!("无法读取 {path}：{}", why.zh), format!("{path} could not be read: {}", why.en)))
}

/// Why the system did not do it, in the reader's words where it is one of the usual reasons.
pub fn reason(error: &io::Error) -> Message {
    let (zh, en) = match error.kind() {
        io::ErrorKind::NotFound => ("没有这个文件或文件夹", "there is no such file or folder"),
        io::ErrorKind::PermissionDenied => ("没有权限", "it is not allowed"),
        io::ErrorKind::IsADirectory => ("这是一个文件夹", "this is a folder"),
        io::ErrorKind::NotADirectory => ("路径中有一段不是文件夹", "a part of the path is no folder"),
        io::ErrorKind::AlreadyExists => ("已有同名的文件", "there is a file of that name"),
        io::ErrorKind::StorageFull => ("磁盘已满", "the disk is full"),
        io::ErrorKind::ReadOnlyFilesystem => ("磁盘是只读的", "the disk can only be read"),
        _ => return Message::new(error.to_string(), error.to_string()),
    };
    Message::new(zh, en)
}

fn nothing_in(path: &Path) -> Failure {
    Failure::new(Message::new(
        format!("{} 里没有政策：政策的文件名以 .mizi 结尾", path.display()),
        format!("There is no policy in {}: the name of a policy’s file ends in .mizi", path.display()),
    ))
}
