// SPDX-License-Identifier: Apache-2.0
#ifdef __linux__
#define _GNU_SOURCE
#endif

#include "CPlatformProcesses.h"

#include <errno.h>
#include <fcntl.h>

#ifdef __linux__
#include <stdint.h>
#include <sys/syscall.h>
#include <unistd.h>
#ifndef __NR_openat2
#define __NR_openat2 437
#endif
#endif

int cplatform_open_without_links(const char *path, int flags, mode_t mode) {
#ifdef __linux__
    // struct open_how of linux/openat2.h; 4 is RESOLVE_NO_SYMLINKS.
    struct {
        uint64_t flags;
        uint64_t mode;
        uint64_t resolve;
    } how = {(uint64_t)(unsigned)(flags | O_CLOEXEC), flags & O_CREAT ? mode : 0, 4};
    long descriptor = syscall(__NR_openat2, AT_FDCWD, path, &how, sizeof how);
    if (descriptor >= 0 || errno != ENOSYS) return (int)descriptor;
#endif
    return open(path, flags | O_CLOEXEC | O_NOFOLLOW, mode);
}
