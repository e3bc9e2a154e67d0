#include "http/request_parser.h"

#include "base/ascii.h"
#include "base/log.h"
#include "http/spool.h"

#include <algorithm>
#include <system_error>

namespace http {
namespace {

namespace beast = boost::beast;

// A client that promises much gets room as it keeps its promise.
constexpr std::size_t kFirstBodyBytes = 64 << 10;

std::optional<Method> method_of(beast::http::verb verb) {
    switch (verb) {
    case beast::http::verb::get: return Method::Get;
    case beast::http::verb::head: return Method::Head;
    case beast::http::verb::post: return Method::Post;
    case beast::http::verb::put: return Method::Put;
    case beast::http::verb::patch: return Method::Patch;
    case beast::http::verb::delete_: return Method::Delete;
    case beast::http::verb::options: return Method::Options;
    default: return std::nullopt;
    }
}

int status_of(const beast::error_code& error) {
    if (error == beast::http::error::header_limit) return 431;
    if (error == beast::http::error::body_limit) return 413;
    if (error == boost::system::errc::no_space_on_device) return 503;
    return 400;
}

std::string_view std_view(beast::string_view text) { return {text.data(), text.size()}; }

} // namespace

RequestParser::RequestParser(std::size_t header_limit_bytes) : header_limit_bytes_(header_limit_bytes) {
    header_limit(static_cast<std::uint32_t>(header_limit_bytes));
    body_limit(boost::none); // Known only when the path is.
}

std::size_t RequestParser::read(std::string_view bytes) {
    input_ = bytes;
    Error error;
    const auto used = put(boost::asio::const_buffer(bytes.data(), bytes.size()), error);
    if (error && error != beast::http::error::need_more) failure_ = status_of(error);
    return used;
}

std::size_t RequestParser::read_head(std::string_view bytes) {
    const auto used = read(bytes);
    head_bytes_ += used;
    // Beast counts from the last whole line; this counts all of it.
    if (head_bytes_ > header_limit_bytes_ || (!has_head() && head_bytes_ + bytes.size() - used > header_limit_bytes_)) {
        failure_ = 431;
    }
    return used;
}

std::size_t RequestParser::read_body(std::string_view bytes) {
    eager(true);
    const auto used = read(bytes);
    // What is left is the line before a chunk, or trailers: Beast waits for the whole of them, however long.
    if (failure_ == 0 && !has_all() && bytes.size() - used > header_limit_bytes_) failure_ = 400;
    return used;
}

std::optional<std::uint64_t> RequestParser::declared_bytes() const {
    const auto length = content_length();
    return length ? std::optional<std::uint64_t>(*length) : std::nullopt;
}

void RequestParser::on_request_impl(beast::http::verb verb, View, View target, int version, Error& error) {
    error = {};
    method_ = method_of(verb);
    request.method = method_.value_or(Method::Get);
    target_ = std_view(target);
    is_http_1_1_ = version == 11;
}

// Beast joins the lines of a folded value; then it stands elsewhere, or behind a line end.
bool RequestParser::is_folded(View name, View value) const {
    const std::less<const char*> before;
    const auto* name_end = name.data() + name.size();
    if (before(value.data(), name_end) || before(input_.data() + input_.size(), value.data() + value.size()))
        return true;
    return std::find(name_end, value.data(), '\n') != value.data();
}

void RequestParser::on_field_impl(Field field, View name, View value, Error& error) {
    error = {};
    if (is_past_head_) return; // A trailer: nothing that it could say may change how the request is read.
    if (is_folded(name, value)) {
        error = beast::http::error::bad_value;
        return;
    }
    const auto text = std_view(value);
    if (field == Field::content_length) {
        const bool is_number = !text.empty() && std::ranges::all_of(text, base::is_ascii_digit);
        if (has_length_ || !is_number) error = beast::http::error::bad_content_length;
        has_length_ = true;
    }
    if (field == Field::transfer_encoding && !(is_http_1_1_ && base::equals_ignoring_ascii_case(text, "chunked"))) {
        error = beast::http::error::bad_transfer_encoding;
    }
    request.headers.emplace_back(base::ascii_lower(std_view(name)), text);
}

void RequestParser::on_header_impl(Error& error) {
    error = {};
    is_past_head_ = true;
}

void RequestParser::on_body_init_impl(const boost::optional<std::uint64_t>& size, Error& error) {
    error = {};
    if (size && !request.spool)
        request.body.reserve(static_cast<std::size_t>(std::min<std::uint64_t>(*size, kFirstBodyBytes)));
}

std::size_t RequestParser::on_body_impl(View bytes, Error& error) {
    error = {};
    if (!request.spool) {
        request.body.append(bytes.data(), bytes.size());
        return bytes.size();
    }
    try {
        request.spool->append(std_view(bytes));
    } catch (const std::system_error& fault) {
        base::log::error("an upload cannot be kept", {{"reason", fault.what()}});
        error = make_error_code(boost::system::errc::no_space_on_device);
    }
    return bytes.size();
}

std::size_t RequestParser::on_chunk_body_impl(std::uint64_t, View bytes, Error& error) {
    return on_body_impl(bytes, error);
}

} // namespace http
