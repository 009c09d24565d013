// SPDX-License-Identifier: Apache-2.0
// C23's #embed, which clang takes in every mode: no step of the build copies or generates anything.
// Every file below web/ stands here; Tests/Web compares.

#include "EmbeddedFiles.h"

#pragma clang diagnostic ignored "-Wc23-extensions"

static const unsigned char app_css[] = {
#embed "../../web/app.css"
};
static const unsigned char css_approval_css[] = {
#embed "../../web/css/approval.css"
};
static const unsigned char css_chat_css[] = {
#embed "../../web/css/chat.css"
};
static const unsigned char css_frame_css[] = {
#embed "../../web/css/frame.css"
};
static const unsigned char css_pages_css[] = {
#embed "../../web/css/pages.css"
};
static const unsigned char icon_svg[] = {
#embed "../../web/icon.svg"
};
static const unsigned char index_html[] = {
#embed "../../web/index.html"
};
static const unsigned char js_announce_js[] = {
#embed "../../web/js/announce.js"
};
static const unsigned char js_api_js[] = {
#embed "../../web/js/api.js"
};
static const unsigned char js_bytes_js[] = {
#embed "../../web/js/bytes.js"
};
static const unsigned char js_dialog_js[] = {
#embed "../../web/js/dialog.js"
};
static const unsigned char js_dom_js[] = {
#embed "../../web/js/dom.js"
};
static const unsigned char js_icons_js[] = {
#embed "../../web/js/icons.js"
};
static const unsigned char js_main_js[] = {
#embed "../../web/js/main.js"
};
static const unsigned char js_markdown_js[] = {
#embed "../../web/js/markdown.js"
};
static const unsigned char js_outbox_js[] = {
#embed "../../web/js/outbox.js"
};
static const unsigned char js_parts_approval_card_js[] = {
#embed "../../web/js/parts/approval-card.js"
};
static const unsigned char js_parts_command_view_js[] = {
#embed "../../web/js/parts/command-view.js"
};
static const unsigned char js_parts_composer_js[] = {
#embed "../../web/js/parts/composer.js"
};
static const unsigned char js_parts_confirm_approval_js[] = {
#embed "../../web/js/parts/confirm-approval.js"
};
static const unsigned char js_parts_effects_js[] = {
#embed "../../web/js/parts/effects.js"
};
static const unsigned char js_parts_message_js[] = {
#embed "../../web/js/parts/message.js"
};
static const unsigned char js_parts_timeline_js[] = {
#embed "../../web/js/parts/timeline.js"
};
static const unsigned char js_parts_tool_call_js[] = {
#embed "../../web/js/parts/tool-call.js"
};
static const unsigned char js_router_js[] = {
#embed "../../web/js/router.js"
};
static const unsigned char js_sign_in_js[] = {
#embed "../../web/js/sign-in.js"
};
static const unsigned char js_store_js[] = {
#embed "../../web/js/store.js"
};
static const unsigned char js_stream_js[] = {
#embed "../../web/js/stream.js"
};
static const unsigned char js_sync_js[] = {
#embed "../../web/js/sync.js"
};
static const unsigned char js_time_js[] = {
#embed "../../web/js/time.js"
};
static const unsigned char js_views_account_js[] = {
#embed "../../web/js/views/account.js"
};
static const unsigned char js_views_approvals_js[] = {
#embed "../../web/js/views/approvals.js"
};
static const unsigned char js_views_audit_js[] = {
#embed "../../web/js/views/audit.js"
};
static const unsigned char js_views_chat_js[] = {
#embed "../../web/js/views/chat.js"
};
static const unsigned char js_views_installations_js[] = {
#embed "../../web/js/views/installations.js"
};
static const unsigned char js_views_sessions_js[] = {
#embed "../../web/js/views/sessions.js"
};
static const unsigned char js_views_signed_out_js[] = {
#embed "../../web/js/views/signed-out.js"
};
static const unsigned char js_visible_js[] = {
#embed "../../web/js/visible.js"
};
static const unsigned char manifest_webmanifest[] = {
#embed "../../web/manifest.webmanifest"
};
static const unsigned char sign_in_html[] = {
#embed "../../web/sign-in.html"
};

#define FILE_ENTRY(path, name) { path, name, sizeof name }

static const struct embedded_file files[] = {
    FILE_ENTRY("app.css", app_css),
    FILE_ENTRY("css/approval.css", css_approval_css),
    FILE_ENTRY("css/chat.css", css_chat_css),
    FILE_ENTRY("css/frame.css", css_frame_css),
    FILE_ENTRY("css/pages.css", css_pages_css),
    FILE_ENTRY("icon.svg", icon_svg),
    FILE_ENTRY("index.html", index_html),
    FILE_ENTRY("js/announce.js", js_announce_js),
    FILE_ENTRY("js/api.js", js_api_js),
    FILE_ENTRY("js/bytes.js", js_bytes_js),
    FILE_ENTRY("js/dialog.js", js_dialog_js),
    FILE_ENTRY("js/dom.js", js_dom_js),
    FILE_ENTRY("js/icons.js", js_icons_js),
    FILE_ENTRY("js/main.js", js_main_js),
    FILE_ENTRY("js/markdown.js", js_markdown_js),
    FILE_ENTRY("js/outbox.js", js_outbox_js),
    FILE_ENTRY("js/parts/approval-card.js", js_parts_approval_card_js),
    FILE_ENTRY("js/parts/command-view.js", js_parts_command_view_js),
    FILE_ENTRY("js/parts/composer.js", js_parts_composer_js),
    FILE_ENTRY("js/parts/confirm-approval.js", js_parts_confirm_approval_js),
    FILE_ENTRY("js/parts/effects.js", js_parts_effects_js),
    FILE_ENTRY("js/parts/message.js", js_parts_message_js),
    FILE_ENTRY("js/parts/timeline.js", js_parts_timeline_js),
    FILE_ENTRY("js/parts/tool-call.js", js_parts_tool_call_js),
    FILE_ENTRY("js/router.js", js_router_js),
    FILE_ENTRY("js/sign-in.js", js_sign_in_js),
    FILE_ENTRY("js/store.js", js_store_js),
    FILE_ENTRY("js/stream.js", js_stream_js),
    FILE_ENTRY("js/sync.js", js_sync_js),
    FILE_ENTRY("js/time.js", js_time_js),
    FILE_ENTRY("js/views/account.js", js_views_account_js),
    FILE_ENTRY("js/views/approvals.js", js_views_approvals_js),
    FILE_ENTRY("js/views/audit.js", js_views_audit_js),
    FILE_ENTRY("js/views/chat.js", js_views_chat_js),
    FILE_ENTRY("js/views/installations.js", js_views_installations_js),
    FILE_ENTRY("js/views/sessions.js", js_views_sessions_js),
    FILE_ENTRY("js/views/signed-out.js", js_views_signed_out_js),
    FILE_ENTRY("js/visible.js", js_visible_js),
    FILE_ENTRY("manifest.webmanifest", manifest_webmanifest),
    FILE_ENTRY("sign-in.html", sign_in_html),
};

size_t embedded_file_count(void) { return sizeof files / sizeof files[0]; }

const struct embedded_file *embedded_file_at(size_t index) {
    return index < embedded_file_count() ? &files[index] : NULL;
}
