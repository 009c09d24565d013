// SPDX-License-Identifier: Apache-2.0
// C23's #embed, which clang takes in every mode (as in EmbeddedFiles).

#include "CSecretRules.h"

#pragma clang diagnostic ignored "-Wc23-extensions"

static const unsigned char structures[] = {
#embed "rules/structures.toml"
};
static const unsigned char tokens[] = {
#embed "rules/tokens.toml"
};
static const unsigned char providers[] = {
#embed "rules/providers.toml"
};

static const struct {
  const char *name;
  const unsigned char *bytes;
  size_t size;
} files[] = {
    {"structures.toml", structures, sizeof structures},
    {"tokens.toml", tokens, sizeof tokens},
    {"providers.toml", providers, sizeof providers},
};

size_t drawbridge_rule_file_count(void) { return sizeof files / sizeof files[0]; }
const char *drawbridge_rule_file_name(size_t index) { return files[index].name; }
const unsigned char *drawbridge_rule_file_bytes(size_t index) { return files[index].bytes; }
size_t drawbridge_rule_file_size(size_t index) { return files[index].size; }
