#include "http/stream_outbox.h"

#include "http/stream_transport.h"

#include <boost/asio/post.hpp>

namespace http {
namespace {

class Handle final : public StreamConnection {
public:
    Handle(std::shared_ptr<StreamOutbox> outbox, std::weak_ptr<StreamTransport> transport)
        : outbox_(std::move(outbox)), transport_(std::move(transport)) {}

    void send(std::shared_ptr<const std::string> data) override {
        if (data) outbox_->put(transport_, std::move(data), 0);
    }
    void close(std::uint16_t code) override { outbox_->put(transport_, nullptr, code); }

private:
    const std::shared_ptr<StreamOutbox> outbox_;
    const std::weak_ptr<StreamTransport> transport_;
};

} // namespace

std::shared_ptr<StreamConnection> StreamOutbox::handle(std::weak_ptr<StreamTransport> transport) {
    return std::make_shared<Handle>(shared_from_this(), std::move(transport));
}

void StreamOutbox::put(std::weak_ptr<StreamTransport> to, std::shared_ptr<const std::string> data, std::uint16_t code) {
    const std::lock_guard lock(mutex_);
    if (!io_) return;
    items_.push_back({std::move(to), std::move(data), code});
    if (items_.size() == 1) boost::asio::post(*io_, [outbox = shared_from_this()] { outbox->deliver(); });
}

void StreamOutbox::shut() {
    const std::lock_guard lock(mutex_);
    io_ = nullptr;
    items_.clear();
}

void StreamOutbox::deliver() {
    std::vector<Item> items;
    {
        const std::lock_guard lock(mutex_);
        items.swap(items_);
    }
    for (auto& [to, data, code] : items) {
        const auto transport = to.lock();
        if (!transport) continue;
        if (data) {
            transport->send(std::move(data));
        } else {
            transport->close(code);
        }
    }
}

} // namespace http
