#pragma once

#include <tl/expected.hpp>

#include <string>
#include <utility>

namespace base {

// The refusals that we owe a caller. http/reply.cpp maps them to HTTP, the CLI to exit codes.
enum class Refusal {
    BadRequest,   // 400: not understood.
    Unauthorized, // 401: nobody known is asking.
    Forbidden,    // 403: known, and may not.
    NotFound,     // 404: not there, or not for these eyes.
    Conflict,     // 409
    Gone,         // 410
    TooLarge,     // 413
    Invalid,      // 422: understood, and not acceptable.
    TooMany,      // 429
    Unavailable,  // 503: not now.
};

// `message` is safe to show to whoever asked. `code` is the field's machine word where a specification
// names one ("invalid_grant"), else empty.
struct Error {
    Refusal refusal;
    std::string message;
    std::string code = {};
};

// A value, or the refusal that stands in its place. Faults are exceptions.
template <typename T = void>
class [[nodiscard]] Result : public tl::expected<T, Error> {
public:
    using tl::expected<T, Error>::expected;
};

using Unexpected = tl::unexpected<Error>;

inline Unexpected refuse(Refusal refusal, std::string message) {
    return Unexpected(Error{refusal, std::move(message)});
}
inline Unexpected not_found() { return refuse(Refusal::NotFound, "Record not found"); }
inline Unexpected invalid(std::string message) { return refuse(Refusal::Invalid, std::move(message)); }
inline Unexpected forbidden(std::string message = "This action is not allowed") {
    return refuse(Refusal::Forbidden, std::move(message));
}

} // namespace base

using base::Result;

// The value of a Result, or a return of its error from the enclosing function. Do not nest two.
#define TRY(...)                                                                                                       \
    __extension__({                                                                                                    \
        auto&& try_result_ = (__VA_ARGS__);                                                                            \
        if (!try_result_) return ::base::Unexpected(std::move(try_result_).error());                                   \
        ::base::detail::take(std::move(try_result_));                                                                  \
    })

namespace base::detail {

template <typename T>
T take(Result<T>&& result) {
    return std::move(*result);
}
inline void take(Result<void>&&) {}

} // namespace base::detail
