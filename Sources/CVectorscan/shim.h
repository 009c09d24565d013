// SPDX-License-Identifier: Apache-2.0
// Vectorscan, or Hyperscan, which has the same interface.
#pragma once
#include <hs.h>
