// SPDX-License-Identifier: Apache-2.0
// Landlock (Linux 5.13 and later): a process gives up access to files for itself and its children.
#ifdef __linux__
#define _GNU_SOURCE
#endif

#include "CPlatformProcesses.h"

#include <errno.h>

#ifdef __linux__
#include <fcntl.h>
#include <stdint.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

#ifndef __NR_landlock_create_ruleset
#define __NR_landlock_create_ruleset 444
#define __NR_landlock_add_rule 445
#endif

// From the kernel's include/uapi/linux/landlock.h, spelled out because older headers lack the later ones.
enum {
    FS_EXECUTE = 1 << 0,
    FS_WRITE_FILE = 1 << 1,
    FS_READ_FILE = 1 << 2,
    FS_READ_DIR = 1 << 3,
    FS_REMOVE_DIR = 1 << 4,
    FS_REMOVE_FILE = 1 << 5,
    FS_MAKE_CHAR = 1 << 6,
    FS_MAKE_DIR = 1 << 7,
    FS_MAKE_REG = 1 << 8,
    FS_MAKE_SOCK = 1 << 9,
    FS_MAKE_FIFO = 1 << 10,
    FS_MAKE_BLOCK = 1 << 11,
    FS_MAKE_SYM = 1 << 12,
    FS_REFER = 1 << 13,    // version 2
    FS_TRUNCATE = 1 << 14, // version 3
    FS_IOCTL_DEV = 1 << 15 // version 5
};

static uint64_t handled(int version) {
    uint64_t access = (1 << 13) - 1;
    if (version >= 2) access |= FS_REFER;
    if (version >= 3) access |= FS_TRUNCATE;
    if (version >= 5) access |= FS_IOCTL_DEV;
    return access;
}

int cplatform_landlock_version(void) {
    long version = syscall(__NR_landlock_create_ruleset, NULL, 0, 1u);
    return version > 0 ? (int)version : 0;
}

int cplatform_landlock_create(void) {
    int version = cplatform_landlock_version();
    if (version == 0) {
        errno = ENOSYS;
        return -1;
    }
    uint64_t attribute = handled(version);
    return (int)syscall(__NR_landlock_create_ruleset, &attribute, sizeof attribute, 0);
}

int cplatform_landlock_allow(int ruleset, const char *path, int access) {
    struct __attribute__((packed)) {
        uint64_t allowed;
        int32_t parent;
    } rule;
    uint64_t wanted = 0;
    if (access & CPLATFORM_ALLOW_READ) wanted |= FS_EXECUTE | FS_READ_FILE | FS_READ_DIR;
    if (access & CPLATFORM_ALLOW_WRITE) {
        wanted |= FS_WRITE_FILE | FS_TRUNCATE | FS_REMOVE_DIR | FS_REMOVE_FILE | FS_MAKE_DIR | FS_MAKE_REG | FS_MAKE_SOCK | FS_MAKE_FIFO |
                  FS_MAKE_SYM | FS_REFER;
    }
    if (access & CPLATFORM_ALLOW_REMOVE) wanted |= FS_REMOVE_DIR | FS_REMOVE_FILE | FS_REFER;
    if (access & CPLATFORM_ALLOW_MAKE) wanted |= FS_MAKE_DIR | FS_MAKE_REG | FS_MAKE_SYM | FS_MAKE_FIFO | FS_REFER | FS_WRITE_FILE | FS_TRUNCATE;
    int descriptor = open(path, O_PATH | O_CLOEXEC);
    if (descriptor < 0) return -1;
    struct stat status;
    if (fstat(descriptor, &status) != 0) {
        int code = errno;
        close(descriptor);
        errno = code;
        return -1;
    }
    if (!S_ISDIR(status.st_mode)) wanted &= FS_EXECUTE | FS_READ_FILE | FS_WRITE_FILE | FS_TRUNCATE | FS_IOCTL_DEV;
    rule.allowed = wanted & handled(cplatform_landlock_version());
    rule.parent = descriptor;
    long result = rule.allowed == 0 ? 0 : syscall(__NR_landlock_add_rule, ruleset, 1 /* path beneath */, &rule, 0);
    int code = errno;
    close(descriptor);
    errno = code;
    return result == 0 ? 0 : -1;
}

#else

int cplatform_landlock_version(void) { return 0; }

int cplatform_landlock_create(void) {
    errno = ENOSYS;
    return -1;
}

int cplatform_landlock_allow(int ruleset, const char *path, int access) {
    (void)ruleset;
    (void)path;
    (void)access;
    errno = ENOSYS;
    return -1;
}

#endif
