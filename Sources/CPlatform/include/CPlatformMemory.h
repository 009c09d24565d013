// SPDX-License-Identifier: Apache-2.0
#ifndef CPLATFORM_MEMORY_H
#define CPLATFORM_MEMORY_H

#include <stdint.h>

/// Bytes in use on the heap; 0 where the C library does not tell.
int64_t cplatform_heap_bytes(void);

/// The most memory that this process ever had resident, in bytes.
int64_t cplatform_peak_bytes(void);

#endif
