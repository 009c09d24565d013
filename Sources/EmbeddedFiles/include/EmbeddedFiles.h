// SPDX-License-Identifier: Apache-2.0
#ifndef EMBEDDED_FILES_H
#define EMBEDDED_FILES_H

#include <stddef.h>

/// A file of the source tree that is compiled in.
struct embedded_file {
    /// Its path below `web/`.
    const char *path;
    const unsigned char *bytes;
    size_t length;
};

/// The files, sorted by nothing in particular.
size_t embedded_file_count(void);

/// A file by its place, or a null pointer beyond the last.
const struct embedded_file *embedded_file_at(size_t index);

#endif
