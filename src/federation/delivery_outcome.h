#pragma once

#include "base/result.h"
#include "http/client.h"

#include <chrono>
#include <optional>
#include <string>

namespace federation {

// What became of a delivery.
struct Outcome {
    enum class Kind {
        Taken,
        Unsigned, // 401: it did not take the signature.
        Refused,  // It never will: given up.
        Gone,     // 410: the inbox is no more.
        Failed,   // To be tried again.
        Lost,     // Nobody can sign it any more.
    };
    Kind kind = Kind::Failed;
    std::string reason = {};                              // "HTTP 503", "it takes too long"
    std::optional<std::chrono::seconds> retry_after = {}; // As the server asked, an hour at most.
};

Outcome outcome_of(const Result<http::Incoming>& answer);

} // namespace federation
