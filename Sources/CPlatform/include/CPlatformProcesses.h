// SPDX-License-Identifier: Apache-2.0
#ifndef CPLATFORM_PROCESSES_H
#define CPLATFORM_PROCESSES_H

#include <sys/types.h>

/// What a child is started with. It becomes the leader of a new process group, keeps no descriptor but 0, 1 and 2,
/// has default signal handlers and an empty signal mask, and can gain no privileges (PR_SET_NO_NEW_PRIVS).
struct cplatform_child {
    /// Absolute.
    const char *path;
    /// Both end with a null pointer.
    const char *const *arguments;
    const char *const *environment;
    const char *folder;
    /// Becomes descriptors 1 and 2; 0 is /dev/null.
    int output;
    /// A Landlock ruleset that the child enters, or -1.
    int ruleset;
};

/// Starts a child. It is killed when this process dies (Linux); its own children only if they keep its process group
/// and somebody signals that.
///
/// Returns 0 and sets `process`, or an errno; `stage` then says what failed: "fork", "chdir", "landlock", "exec", …
int cplatform_spawn(const struct cplatform_child *child, pid_t *process, const char **stage);

/// Blocks until `process` has ended, without reaping it: its number and its group stay taken.
/// Returns 0 or an errno.
int cplatform_wait_for_end(pid_t process);

/// Reaps an ended child. Returns its exit code, 128 + N if signal N ended it, or -1.
int cplatform_reap(pid_t process);

/// Makes orphans among this process's descendants its own children instead of init's (Linux).
/// Returns 0, or -1 with errno set (ENOSYS where there is no such thing).
int cplatform_adopt_orphans(void);

/// The version of Landlock's interface in this kernel; 0: there is none.
int cplatform_landlock_version(void);

/// A ruleset that forbids every file access that it can; what is allowed is added to it. -1 with errno set on failure.
int cplatform_landlock_create(void);

enum {
    CPLATFORM_ALLOW_READ = 1,
    CPLATFORM_ALLOW_WRITE = 2,
    /// Removing what lies below a folder.
    CPLATFORM_ALLOW_REMOVE = 4,
    /// Making new files and folders below a folder.
    CPLATFORM_ALLOW_MAKE = 8
};

/// Allows access below `path`. Returns 0, or -1 with errno set (ENOENT where it does not exist).
int cplatform_landlock_allow(int ruleset, const char *path, int access);

/// Opens a path of which no part may be a symbolic link (on Linux; elsewhere the last part), close-on-exec.
/// Returns a descriptor, or -1 with errno set (ELOOP where there is a link).
int cplatform_open_without_links(const char *path, int flags, mode_t mode);

#endif
