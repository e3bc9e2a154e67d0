#include "conversations/conversation_json.h"

#include "statuses/status_json.h"

namespace conversations {

namespace {

// The accounts and statuses that a page of conversations shows.
class Entities {
public:
    Entities(db::Tx& tx, std::span<const Conversation> conversations, const accounts::Account& reader)
        : reader_(reader.id), statuses_(tx, last_statuses(conversations), reader, people(conversations, reader.id)) {}

    void write(json::Writer& out, const Conversation& conversation) const {
        out.begin_object();
        out.field("id", conversation.id);
        out.field("unread", conversation.is_unread);
        out.key("accounts");
        write_people(out, conversation);
        out.key("last_status");
        statuses_.shows(conversation.last_status) ? statuses_.write(out, conversation.last_status) : out.null();
        out.end_object();
    }

private:
    static std::vector<AccountId> people(std::span<const Conversation> conversations, AccountId reader) {
        std::vector<AccountId> ids = {reader};
        for (const auto& conversation : conversations) {
            ids.insert(ids.end(), conversation.participants.begin(), conversation.participants.end());
        }
        return ids;
    }
    static std::vector<StatusId> last_statuses(std::span<const Conversation> conversations) {
        std::vector<StatusId> ids;
        for (const auto& conversation : conversations) ids.push_back(conversation.last_status);
        return ids;
    }

    // Who talks to nobody else talks to themselves.
    void write_people(json::Writer& out, const Conversation& conversation) const {
        out.begin_array();
        const auto& accounts = statuses_.accounts();
        if (conversation.participants.empty()) accounts.write(out, reader_);
        for (const auto id : conversation.participants) {
            if (accounts.has(id)) accounts.write(out, id);
        }
        out.end_array();
    }

    AccountId reader_;
    statuses::StatusEntities statuses_;
};

} // namespace

void write_conversations(json::Writer& out, db::Tx& tx, std::span<const Conversation> conversations,
                         const accounts::Account& reader) {
    const Entities entities(tx, conversations, reader);
    out.begin_array();
    for (const auto& conversation : conversations) entities.write(out, conversation);
    out.end_array();
}

void write_conversation(json::Writer& out, db::Tx& tx, const Conversation& conversation,
                        const accounts::Account& reader) {
    Entities(tx, std::span(&conversation, 1), reader).write(out, conversation);
}

} // namespace conversations
