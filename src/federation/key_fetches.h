#pragma once

#include "base/clock.h"
#include "base/result.h"

#include <condition_variable>
#include <map>
#include <mutex>
#include <string>
#include <string_view>

namespace federation {

// Which servers are asked for keys: whoever names keys on servers that hang shall not hold every thread that may wait.
// Of this process. Thread-safe.
class KeyFetches {
public:
    // Whether `host` may be asked: not within five minutes of when it made us wait for nothing, and not while three
    // that were asked under its registered name have not answered for a second. Unavailable when not: whoever is
    // refused sends it again later.
    Result<> check(base::Time now, std::string_view host);

    // The same, and it is asked since `now` until end(). Six under one registered name are; one more waits a second at
    // most for its turn.
    Result<> begin(base::Time now, std::string_view host);
    void end(base::Time begun, std::string_view host);
    // It made us wait for nothing. What it refuses at once costs no thread: whoever asks for nonsense in its name shall
    // not keep its people from us.
    void note_silent(base::Time now, std::string_view host);

private:
    Result<> check_locked(base::Time now, std::string_view host, const std::string& name);
    bool is_full(const std::string& name) const;

    std::mutex mutex_;
    std::condition_variable ended_;
    std::map<std::string, base::Time, std::less<>> silent_since_;
    std::multimap<std::string, base::Time> under_way_; // Since when, by registered name.
};

} // namespace federation
