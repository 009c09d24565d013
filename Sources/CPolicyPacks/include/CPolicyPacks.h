// SPDX-License-Identifier: Apache-2.0
// The built-in rules of Secrets: the files below rules/, as bytes of UTF-8, in the order in which they are read.
#pragma once
#include <stddef.h>

size_t drawbridge_pack_file_count(void);
const char *drawbridge_pack_file_name(size_t index);
const unsigned char *drawbridge_pack_file_bytes(size_t index);
size_t drawbridge_pack_file_size(size_t index);
