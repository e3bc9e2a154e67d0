#include "support/test_world.h"

#include "base/ids.h"
#include "media/worker.h"
#include "support/process.h"

#include <filesystem>
#include <unistd.h>

void SeededRandom::fill(std::span<unsigned char> bytes) {
    const std::lock_guard lock(mutex_);
    for (auto& byte : bytes) byte = static_cast<unsigned char>(engine_());
}

void RecordedEvents::send(std::vector<base::Event> events) {
    const std::lock_guard lock(mutex_);
    for (auto& event : events) events_.push_back(std::move(event));
}

bool RecordedEvents::has_listeners(std::string_view channel) const {
    const std::lock_guard lock(mutex_);
    return is_everything_heard_ || heard_.contains(channel);
}

std::vector<AccountId> RecordedEvents::listening_accounts() const {
    constexpr std::string_view kPrefix = "timeline:";
    const std::lock_guard lock(mutex_);
    std::vector<AccountId> accounts;
    for (const std::string_view channel : heard_) {
        if (!channel.starts_with(kPrefix)) continue;
        if (const auto id = base::parse_id(channel.substr(kPrefix.size()))) accounts.push_back(AccountId{*id});
    }
    return accounts;
}

void RecordedEvents::listen(std::string channel) {
    const std::lock_guard lock(mutex_);
    is_everything_heard_ = false;
    heard_.insert(std::move(channel));
}

void RecordedEvents::listen_to_nothing() {
    const std::lock_guard lock(mutex_);
    is_everything_heard_ = false;
    heard_.clear();
}

std::vector<base::Event> RecordedEvents::take() {
    const std::lock_guard lock(mutex_);
    return std::exchange(events_, {});
}

TestWorld::TestWorld() {
    config.domain = "akebono.test";
    config.https = true;
    static std::atomic<int> count = 0;
    config.data = std::filesystem::temp_directory_path()
                  / ("akebono-test-" + std::to_string(::getpid()) + "-" + std::to_string(++count));
    media = media::open_store(config);
    context.media = media.get();
    media::set_worker_program(akebono_program());
}

TestWorld::~TestWorld() {
    std::error_code ignored;
    std::filesystem::remove_all(config.data, ignored);
}
