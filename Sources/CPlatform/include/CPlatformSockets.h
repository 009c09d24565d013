// SPDX-License-Identifier: Apache-2.0
#ifndef CPLATFORM_SOCKETS_H
#define CPLATFORM_SOCKETS_H

#include <sys/types.h>

/// The user at the other end of a connected Unix socket (SO_PEERCRED, getpeereid).
/// Returns 0, or -1 with errno set.
int cplatform_peer_user(int descriptor, uid_t *user);

/// A Unix socket connected to `path`, close-on-exec, or -1 with errno set.
int cplatform_connect_unix(const char *path);

/// The longest path of a Unix socket on this system, in bytes without the terminating zero.
int cplatform_unix_path_limit(void);

#endif
