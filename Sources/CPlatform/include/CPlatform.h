// SPDX-License-Identifier: Apache-2.0
#ifndef CPLATFORM_H
#define CPLATFORM_H
#endif
