// SPDX-License-Identifier: Apache-2.0
// C23's #embed, which clang takes in every mode (as in EmbeddedFiles).

#include "CPolicyPacks.h"

#pragma clang diagnostic ignored "-Wc23-extensions"

static const unsigned char schema[] = {
#embed "../../packs/gate.cedarschema"
};
static const unsigned char base[] = {
#embed "../../packs/base.cedar"
};
static const unsigned char system_pack[] = {
#embed "../../packs/system.cedar"
};
static const unsigned char owasp[] = {
#embed "../../packs/owasp.cedar"
};

static const struct {
  const char *name;
  const unsigned char *bytes;
  size_t size;
} files[] = {
    {"gate.cedarschema", schema, sizeof schema},
    {"base.cedar", base, sizeof base},
    {"system.cedar", system_pack, sizeof system_pack},
    {"owasp.cedar", owasp, sizeof owasp},
};

size_t drawbridge_pack_file_count(void) { return sizeof files / sizeof files[0]; }
const char *drawbridge_pack_file_name(size_t index) { return files[index].name; }
const unsigned char *drawbridge_pack_file_bytes(size_t index) { return files[index].bytes; }
size_t drawbridge_pack_file_size(size_t index) { return files[index].size; }
