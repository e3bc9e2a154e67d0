#include "instance/configuration_json.h"

#include "instance/instance_json.h"
#include "instance/limits.h"
#include "translation/translation.h"

#include <initializer_list>
#include <string_view>

namespace instance {

namespace {

constexpr std::string_view kMediaTypes[] = {
    "image/jpeg",  "image/png",   "image/gif",       "image/heic",      "image/heif", "image/webp",
    "image/avif",  "video/webm",  "video/mp4",       "video/quicktime", "video/ogg",  "audio/wave",
    "audio/wav",   "audio/x-wav", "audio/x-pn-wave", "audio/vnd.wave",  "audio/ogg",  "audio/vorbis",
    "audio/mpeg",  "audio/mp3",   "audio/webm",      "audio/flac",      "audio/aac",  "audio/m4a",
    "audio/x-m4a", "audio/mp4",   "audio/3gpp",      "video/x-ms-asf",
};

// The first version's entity stopped growing when the second came.
enum class Version { V1, V2 };

void write_urls(json::Writer& out, const base::Config& config, const PublishedTexts& published) {
    out.begin_object();
    out.field("streaming", streaming_url(config));
    out.null_field("status");
    out.field("about", config.web_url() + "/about");
    // Without one, who runs the site can be asked.
    out.field("privacy_policy", config.web_url() + (published.privacy_policy ? "/privacy-policy" : "/about"));
    if (published.terms) {
        out.field("terms_of_service", config.web_url() + "/terms-of-service");
    } else {
        out.null_field("terms_of_service");
    }
    out.end_object();
}

void write_accounts(json::Writer& out, Version version) {
    out.begin_object();
    out.field("max_featured_tags", limits::kFeaturedTags);
    if (version == Version::V2) {
        out.field("max_display_name_length", limits::kDisplayNameCharacters);
        out.field("max_note_length", limits::kNoteCharacters);
        out.field("max_avatar_description_length", limits::kPictureDescriptionCharacters);
        out.field("max_header_description_length", limits::kPictureDescriptionCharacters);
        out.field("max_pinned_statuses", limits::kPinnedStatuses);
        out.field("max_profile_fields", limits::kProfileFields);
        out.field("profile_field_name_limit", limits::kFieldCharacters);
        out.field("profile_field_value_limit", limits::kFieldCharacters);
    }
    out.end_object();
}

void write_statuses(json::Writer& out, const base::Config& config) {
    out.begin_object();
    out.field("max_characters", limits::kStatusCharacters);
    out.field("max_media_attachments", config.media_per_post);
    out.field("characters_reserved_per_url", limits::kCharactersPerUrl);
    out.end_object();
}

void write_media(json::Writer& out, Version version) {
    out.begin_object();
    if (version == Version::V2) out.field("description_limit", limits::kMediaDescriptionCharacters);
    out.field("image_matrix_limit", limits::kImagePixels);
    out.field("image_size_limit", limits::kImageBytes);
    out.key("supported_mime_types");
    out.begin_array();
    for (const auto type : kMediaTypes) out.value(type);
    out.end_array();
    out.field("video_frame_rate_limit", limits::kVideoFramesPerSecond);
    out.field("video_matrix_limit", limits::kVideoPixels);
    out.field("video_size_limit", limits::kVideoBytes);
    out.end_object();
}

void write_polls(json::Writer& out) {
    out.begin_object();
    out.field("max_options", limits::kPollOptions);
    out.field("max_characters_per_option", limits::kPollOptionCharacters);
    out.field("min_expiration", limits::kPollMinSeconds);
    out.field("max_expiration", limits::kPollMaxSeconds);
    out.end_object();
}

// Who may read which timeline: "public" is everybody.
void write_timelines_access(json::Writer& out, std::string_view who) {
    const auto write = [&](json::Name name, std::string_view access) {
        out.key(name);
        out.begin_object();
        out.field("local", access);
        out.field("remote", access);
        out.end_object();
    };
    out.begin_object();
    write("live_feeds", who);
    write("hashtag_feeds", who);
    write("trending_link_feeds", who);
    out.end_object();
}

} // namespace

void write_configuration(json::Writer& out, const base::Config& config, const PublishedTexts& published) {
    out.begin_object();
    out.key("urls");
    write_urls(out, config, published);
    out.raw_field("vapid", R"({"public_key":null})");
    out.key("accounts");
    write_accounts(out, Version::V2);
    out.key("statuses");
    write_statuses(out, config);
    out.key("media_attachments");
    write_media(out, Version::V2);
    out.key("polls");
    write_polls(out);
    out.key("translation");
    out.begin_object();
    out.field("enabled", translation::is_on(config));
    out.end_object();
    out.key("timelines_access");
    write_timelines_access(out, config.federation_allow_list ? "authenticated" : "public");
    out.field("limited_federation", config.federation_allow_list);
    out.end_object();
}

void write_configuration_v1(json::Writer& out, const base::Config& config) {
    out.begin_object();
    out.key("accounts");
    write_accounts(out, Version::V1);
    out.key("statuses");
    write_statuses(out, config);
    out.key("media_attachments");
    write_media(out, Version::V1);
    out.key("polls");
    write_polls(out);
    out.end_object();
}

} // namespace instance
