// SPDX-License-Identifier: Apache-2.0
// C23's #embed, which clang takes in every mode: no step of the build copies or generates anything.

#include "EmbeddedFiles.h"

#pragma clang diagnostic ignored "-Wc23-extensions"


static const unsigned char index_html[] = {
#embed "../../web/index.html"
};
static const unsigned char sign_in_html[] = {
#embed "../../web/sign-in.html"
};


#define FILE_ENTRY(path, name) { path, name, sizeof name }

static const struct embedded_file files[] = {
    FILE_ENTRY("index.html", index_html),
    FILE_ENTRY("sign-in.html", sign_in_html),
};

size_t embedded_file_count(void) { return sizeof files / sizeof files[0]; }

const struct embedded_file *embedded_file_at(size_t index) {
    return index < embedded_file_count() ? &files[index] : NULL;
}
