#pragma once

#include "http/request.h"

#include <boost/beast/http/basic_parser.hpp>
#include <boost/beast/http/error.hpp>

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace http {

// From bytes to a Request, by Beast's strict parser. Stricter still, because what stands before us may read a request
// differently and take one for two: no folded headers, no Transfer-Encoding but "chunked", one Content-Length of
// digits, trailers thrown away.
class RequestParser final : private boost::beast::http::basic_parser<true> {
public:
    explicit RequestParser(std::size_t header_limit_bytes);

    // Parses the header, and stops behind it. Returns how many of `bytes` were used; the others come again, with more
    // behind them.
    std::size_t read_head(std::string_view bytes);
    // The same for the body. Call it when has_head().
    std::size_t read_body(std::string_view bytes);

    bool has_head() const { return is_header_done(); }
    bool has_all() const { return is_done(); }
    // The status that what came so far deserves: 400, 413, 431, or 503 when the disk is full; 0 while all is well.
    int failure() const { return failure_; }

    // Once has_head():
    bool is_known_method() const { return method_.has_value(); }
    std::string_view target() const { return target_; }
    bool is_http_1_1() const { return is_http_1_1_; }
    bool wants_keep_alive() const { return keep_alive(); }
    bool has_body() const { return !is_done(); }
    std::optional<std::uint64_t> declared_bytes() const;
    void limit_body(std::size_t bytes) { body_limit(bytes); }
    // The body goes there instead of Request::body. Call it before read_body().
    void spool_to(std::shared_ptr<Spool> spool) { request.spool = std::move(spool); }

    // Method, headers and body; the rest is the caller's.
    Request request;

private:
    using Field = boost::beast::http::field;
    using Error = boost::beast::error_code;
    using View = boost::beast::string_view;

    std::size_t read(std::string_view bytes);
    bool is_folded(View name, View value) const;

    void on_request_impl(boost::beast::http::verb method, View method_text, View target, int version,
                         Error& error) override;
    void on_response_impl(int, View, int, Error&) override {}
    void on_field_impl(Field field, View name, View value, Error& error) override;
    void on_header_impl(Error& error) override;
    void on_body_init_impl(const boost::optional<std::uint64_t>& size, Error& error) override;
    std::size_t on_body_impl(View bytes, Error& error) override;
    void on_chunk_header_impl(std::uint64_t, View, Error& error) override { error = {}; }
    std::size_t on_chunk_body_impl(std::uint64_t remain, View bytes, Error& error) override;
    void on_finish_impl(Error& error) override { error = {}; }

    const std::size_t header_limit_bytes_;
    std::size_t head_bytes_ = 0;
    std::optional<Method> method_;
    std::string target_;
    std::string_view input_; // What read() was given.
    bool is_http_1_1_ = false;
    bool has_length_ = false;
    bool is_past_head_ = false;
    int failure_ = 0;
};

} // namespace http
