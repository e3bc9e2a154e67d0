#include "streaming/frame.h"

#include "base/json.h"

namespace streaming {

namespace {

std::string web_socket_frame(std::string_view label, const base::Event& event) {
    std::string text;
    if (event.payload) text.reserve(event.payload->size() + event.payload->size() / 8 + 64);
    json::Writer out(text);
    out.begin_object();
    out.raw_field("stream", label);
    out.field("event", event.event);
    if (event.payload) out.field("payload", std::string_view(*event.payload));
    out.end_object();
    return text;
}

// JSON has its line feeds escaped, so that a payload is one line. An event without a data line would not be heard.
std::string event_stream_lines(const base::Event& event) {
    std::string text = "event: ";
    text.append(event.event).append("\ndata: ").append(event.payload ? *event.payload : "undefined").append("\n\n");
    return text;
}

} // namespace

std::shared_ptr<const std::string> frame(http::StreamKind kind, std::string_view label, const base::Event& event) {
    return std::make_shared<const std::string>(kind == http::StreamKind::WebSocket ? web_socket_frame(label, event)
                                                                                   : event_stream_lines(event));
}

std::shared_ptr<const std::string> error_frame(const base::Error& error) {
    std::string text;
    json::Writer out(text);
    out.begin_object();
    out.field("error", error.message);
    out.field("status", error.refusal == base::Refusal::Unauthorized ? 401 : 400);
    out.end_object();
    return std::make_shared<const std::string>(std::move(text));
}

} // namespace streaming
