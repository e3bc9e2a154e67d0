#include "media/media_cli.h"

#include "base/json.h"
#include "media/caching.h"
#include "media/housekeeping.h"
#include "media/store.h"

#include <cstdio>
#include <fmt/core.h>
#include <unistd.h>

namespace media {
namespace {

constexpr int kAtOnce = 1000;
constexpr std::int64_t kMostDays = 36'500;

// A line on a terminal that says how far it is; for files and pipes there is only the end.
class Progress {
public:
    explicit Progress(std::string_view what) : what_(what), is_shown_(::isatty(STDERR_FILENO) == 1) {}
    ~Progress() {
        if (is_shown_) std::fputs("\r\x1b[K", stderr);
    }
    Progress(const Progress&) = delete;
    Progress& operator=(const Progress&) = delete;

    void show(std::int64_t done, std::int64_t all = 0) const {
        if (!is_shown_) return;
        const auto text = all > 0 ? fmt::format("\r\x1b[K{}: {} of {} ({} %)", what_, done, all, done * 100 / all)
                                  : fmt::format("\r\x1b[K{}: {}", what_, done);
        std::fputs(text.c_str(), stderr);
    }

private:
    std::string what_;
    bool is_shown_;
};

std::string size_text(std::int64_t bytes) {
    if (bytes < 1 << 10) return fmt::format("{} bytes", bytes);
    if (bytes < 1 << 20) return fmt::format("{:.1f} KiB", static_cast<double>(bytes) / (1 << 10));
    if (bytes < 1 << 30) return fmt::format("{:.1f} MiB", static_cast<double>(bytes) / (1 << 20));
    return fmt::format("{:.2f} GiB", static_cast<double>(bytes) / (1 << 30));
}

base::Time days_ago(const base::Context& context, std::int64_t days) {
    return context.clock.now() - std::chrono::days(days);
}

void write_total(json::Writer& out, json::Name name, const Total& total) {
    out.key(name);
    out.begin_object();
    out.field("files", total.files);
    out.field("bytes", total.bytes);
    out.end_object();
}

// Files that nothing knows of, and that are old enough for what made them to have ended.
std::vector<StoredFile> orphans_among(const std::vector<StoredFile>& files, const KnownFiles& known,
                                      base::Time before) {
    std::vector<StoredFile> orphans;
    for (const auto& file : files) {
        if (is_key(file.key) && file.changed_at < before && !known.has(file.key)) orphans.push_back(file);
    }
    return orphans;
}

void remove_files_of(Store& store, const std::vector<StoredFile>& files, Total& removed, bool is_dry) {
    std::vector<std::string> keys;
    for (const auto& file : files) {
        keys.push_back(file.key);
        ++removed.files;
        removed.bytes += file.size_bytes;
    }
    if (!is_dry && !keys.empty()) store.remove(keys);
}

} // namespace

Result<> cli_usage(const cli::Invocation& invocation, db::Database& database) {
    Usage found;
    database.read([&](db::Tx& tx) { found = usage(tx); });
    const auto budget = database.context().config.media_remote_budget_bytes;
    if (invocation.flag("--json")) {
        std::string text;
        json::Writer out(text);
        out.begin_object();
        write_total(out, "uploads", found.uploads);
        write_total(out, "copies", found.copies);
        out.field("budget_bytes", budget);
        out.end_object();
        invocation.print(text);
        return {};
    }
    invocation.print(fmt::format("{:<30} {:>10}  {}", "", "FILES", "SIZE"));
    invocation.print(fmt::format("{:<30} {:>10}  {}", "uploads of this server", found.uploads.files,
                                 size_text(found.uploads.bytes)));
    invocation.print(fmt::format("{:<30} {:>10}  {} of {}", "copies from other servers", found.copies.files,
                                 size_text(found.copies.bytes), size_text(budget)));
    return {};
}

Result<> cli_remove(const cli::Invocation& invocation, db::Database& database) {
    const auto days = TRY(invocation.integer("--days", 7, 0, kMostDays));
    const auto profiles = invocation.flag("--prune-profiles") ? Profiles::Too : Profiles::Kept;
    const base::Context& context = database.context();
    const auto before = days_ago(context, days);
    Total all;
    database.read([&](db::Tx& tx) { all = unseen(tx, before, profiles); });
    if (invocation.flag("--dry-run")) {
        invocation.print(fmt::format("Would remove {} copies, {}.", all.files, size_text(all.bytes)));
        return {};
    }
    const Progress progress("Removing copies");
    std::int64_t done = 0;
    for (std::vector<std::string> keys;; done += std::ssize(keys)) {
        database.write([&](db::Tx& tx) { keys = give_up_unseen(tx, before, profiles, kAtOnce); });
        if (keys.empty()) break;
        remove_given_up(context, database, keys);
        progress.show(done + std::ssize(keys), all.files);
    }
    invocation.print(fmt::format("Removed {} copies, {}.", done, size_text(all.bytes)));
    return {};
}

Result<> cli_remove_orphans(const cli::Invocation& invocation, db::Database& database) {
    const bool is_dry = invocation.flag("--dry-run");
    const base::Context& context = database.context();
    const auto before = days_ago(context, 1);
    std::optional<KnownFiles> known;
    database.read([&](db::Tx& tx) { known.emplace(tx); });

    const Progress progress("Looking at files");
    Total removed;
    std::int64_t seen = 0;
    std::string after;
    for (auto files = context.media->list("", kAtOnce); !files.empty(); files = context.media->list(after, kAtOnce)) {
        after = files.back().key;
        seen += std::ssize(files);
        remove_files_of(*context.media, orphans_among(files, *known, before), removed, is_dry);
        progress.show(seen);
    }
    invocation.print(fmt::format("{} {} of {} files, {}.", is_dry ? "Would remove" : "Removed", removed.files, seen,
                                 size_text(removed.bytes)));
    return {};
}

Result<> cli_refresh(const cli::Invocation& invocation, db::Database& database) {
    const auto days = TRY(invocation.integer("--days", 0, 0, kMostDays));
    const bool is_forced = invocation.flag("--force");
    const bool is_limited = invocation.option("--domain") || days > 0;
    if (!is_limited && !invocation.flag("--all")) {
        return base::refuse(base::Refusal::BadRequest, "say which: --domain, --days or --all");
    }
    const base::Context& context = database.context();
    const Wanted wanted{.domain = invocation.text("--domain"),
                        .since = days > 0 ? days_ago(context, days) : base::Time{}};
    const Progress progress("Copying pictures");
    std::int64_t made = 0, failed = 0, after = 0;
    for (std::vector<RemotePicture> pictures;;) {
        database.read([&](db::Tx& tx) { pictures = remote_pictures(tx, wanted, after, kAtOnce); });
        if (pictures.empty()) break;
        for (const RemotePicture& picture : pictures) {
            const Subject subject{.kind = CopyOf::Small, .id = picture.id};
            bool is_wanted = is_forced;
            if (!is_forced) database.read([&](db::Tx& tx) { is_wanted = wants_copy(tx, subject, picture.source); });
            if (is_wanted) ++(make_copy(context, database, subject, picture.source) ? made : failed);
            progress.show(made + failed);
        }
        after = pictures.back().id;
    }
    invocation.print(fmt::format("Copied {} pictures; {} could not be had.", made, failed));
    return {};
}

Result<> cli_lookup(const cli::Invocation& invocation, db::Database& database) {
    std::string text;
    database.read([&](db::Tx& tx) { text = describe_file(tx, invocation.text("URL")); });
    if (text.empty()) return base::refuse(base::Refusal::NotFound, "nothing here knows of that file");
    invocation.print(text);
    return {};
}

} // namespace media
