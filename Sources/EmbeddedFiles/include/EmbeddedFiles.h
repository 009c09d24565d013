// SPDX-License-Identifier: Apache-2.0
#ifndef EMBEDDED_FILES_H
#define EMBEDDED_FILES_H
#endif
