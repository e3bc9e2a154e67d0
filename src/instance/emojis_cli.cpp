#include "instance/emojis_cli.h"

#include "base/tar.h"
#include "instance/emoji_shelf.h"
#include "media/emoji_pictures.h"
#include "media/store.h"

#include <fmt/core.h>

#include <filesystem>

namespace instance {
namespace {

constexpr std::size_t kMaxAtOnce = 10'000;
constexpr std::size_t kMostBytes = 4 << 20; // Of a picture in the store: ours are written anew, and may grow.

struct Tally {
    int imported = 0, skipped = 0, failed = 0;
};

bool is_picture_name(std::string_view name) {
    return name.ends_with(".png") || name.ends_with(".gif") || name.ends_with(".webp");
}

// macOS leaves "._blob.png" beside "blob.png".
bool is_hidden(std::string_view name) { return name.starts_with('.'); }

class Import {
public:
    Import(const cli::Invocation& invocation, db::Database& database) : invocation_(invocation), database_(database) {}

    Result<Tally> run() {
        auto archive = TRY(base::TarReader::open(invocation_.text("FILE"), media::kEmojiBytes));
        for (std::size_t seen = 0;; ++seen) {
            const auto file = TRY(archive.next());
            if (!file) return tally_;
            if (seen == kMaxAtOnce) break;
            import(*file);
        }
        invocation_.print(fmt::format("only the first {} files were looked at", kMaxAtOnce));
        return tally_;
    }

private:
    void import(const base::TarFile& file) {
        const std::string name = std::filesystem::path(file.name).filename();
        if (is_hidden(name) || !is_picture_name(name)) return;
        const std::string shortcode =
            invocation_.text("--prefix") + name.substr(0, name.rfind('.')) + invocation_.text("--suffix");
        if (!is_shortcode(shortcode))
            return fail(file, "the shortcode must be of 2 to 128 letters, digits and underscores");
        if (file.size_bytes > media::kEmojiBytes) return fail(file, "it has more than 256 KB");
        if (is_there(shortcode) && !invocation_.flag("--overwrite")) {
            ++tally_.skipped;
            return;
        }
        const auto picture = media::receive_emoji_picture(database_.context(), file.bytes);
        if (!picture) return fail(file, picture.error().message);
        keep(shortcode, *picture);
        ++tally_.imported;
    }

    void keep(const std::string& shortcode, const media::EmojiPicture& picture) {
        database_.write([&](db::Tx& tx) {
            put_emoji(tx, {.shortcode = shortcode,
                           .key = picture.key,
                           .static_key = picture.static_key,
                           .category = invocation_.option("--category"),
                           .is_in_picker = !invocation_.flag("--unlisted")});
        });
    }

    bool is_there(const std::string& shortcode) {
        bool is_there = false;
        database_.read([&](db::Tx& tx) { is_there = has_emoji(tx, shortcode); });
        return is_there;
    }

    void fail(const base::TarFile& file, std::string_view why) {
        ++tally_.failed;
        invocation_.print(fmt::format("{}: {}", file.name, why));
    }

    const cli::Invocation& invocation_;
    db::Database& database_;
    Tally tally_;
};

} // namespace

Result<> cli_import_emojis(const cli::Invocation& invocation, db::Database& database) {
    const Tally tally = TRY(Import(invocation, database).run());
    invocation.print(fmt::format("{} imported, {} skipped, {} failed", tally.imported, tally.skipped, tally.failed));
    return {};
}

Result<> cli_export_emojis(const cli::Invocation& invocation, db::Database& database) {
    const std::filesystem::path path = invocation.text("FILE");
    if (std::filesystem::exists(path) && !invocation.flag("--overwrite")) {
        return base::refuse(base::Refusal::Conflict, path.string() + " is there already; see --overwrite");
    }
    const base::Context& context = database.context();
    std::vector<KeptEmoji> emojis;
    database.read([&](db::Tx& tx) { emojis = kept_emojis(tx, invocation.option("--category")); });
    const auto now = std::chrono::duration_cast<std::chrono::seconds>(context.clock.now().time_since_epoch());
    auto archive = TRY(base::TarWriter::open(path));
    int exported = 0;
    for (const KeptEmoji& emoji : emojis) {
        const auto file = emoji.key.empty() ? base::File() : context.media->fetch(emoji.key);
        if (!file) {
            invocation.print(emoji.shortcode + ": its picture is not there");
            continue;
        }
        const std::string name = emoji.shortcode + "." + std::string(media::extension_of(emoji.key));
        TRY(archive.add(name, base::read_up_to(file, kMostBytes), now.count()));
        ++exported;
    }
    TRY(archive.finish());
    invocation.print(fmt::format("{} exported", exported));
    return {};
}

Result<> cli_purge_emojis(const cli::Invocation& invocation, db::Tx& tx) {
    if (invocation.flag("--remote-only") && invocation.flag("--suspended-only")) {
        return base::refuse(base::Refusal::BadRequest, "give --remote-only or --suspended-only, not both");
    }
    const Whose whose = invocation.flag("--remote-only")      ? Whose::Others
                        : invocation.flag("--suspended-only") ? Whose::SuspendedServers
                                                              : Whose::Everybodys;
    invocation.print(fmt::format("{} removed", purge_emojis(tx, whose)));
    return {};
}

} // namespace instance
