// SPDX-License-Identifier: Apache-2.0
#ifndef CPLATFORM_H
#define CPLATFORM_H

#include "CPlatformSockets.h"
#include "CPlatformMemory.h"
#include "CPlatformProcesses.h"

#endif
