#include "media/media_jobs.h"

#include "media/attachments.h"
#include "media/store.h"

namespace media {
namespace {

constexpr std::chrono::hours kUnpostedFor{24};
constexpr int kAtOnce = 500;

} // namespace

void remove_media_files_before(const jobs::Arguments& arguments, const base::Context& context) {
    const auto parsed = json::parse(arguments.text("keys"));
    std::vector<std::string> keys;
    if (parsed && parsed->is_array()) {
        for (const auto& key : parsed->get_array()) keys.emplace_back(key.as_string());
    }
    if (!context.media) throw StoreFault("there is no media store in this process");
    context.media->remove(keys);
}

void remove_media_files(const jobs::Arguments&, db::Tx&) {}

void remove_unposted_media(const jobs::Arguments&, db::Tx& tx) {
    const bool is_all = remove_unposted(tx, tx.now() - kUnpostedFor, kAtOnce) < std::size_t{kAtOnce};
    if (!is_all) jobs::enqueue(tx, "remove_unposted_media");
}

} // namespace media
