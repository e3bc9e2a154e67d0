#pragma once

#include "base/config.h"
#include "base/json.h"
#include "media/attachments.h"

#include <span>
#include <string>
#include <unordered_map>
#include <vector>

// https://docs.joinmastodon.org/entities/MediaAttachment/
namespace media {

void write_attachment(json::Writer& out, const base::Config& config, const Attachment& attachment);
void write_attachments(json::Writer& out, const base::Config& config, const std::vector<Attachment>& attachments);

// Those of the statuses of a page: one query, whatever their number.
class AttachmentEntities {
public:
    AttachmentEntities(db::Tx& tx, std::span<const StatusId> statuses);
    // The same in two steps, for who has more to ask: see db::Tx::query_ahead. There is at least one status.
    static db::Rows ask(db::Tx& tx, std::span<const StatusId> statuses);
    AttachmentEntities(const base::Config& config, db::Rows rows);

    bool has(StatusId status) const { return attachments_.contains(status); }
    // An array.
    void write(json::Writer& out, StatusId status) const;
    // The same for other servers. https://www.w3.org/TR/activitystreams-vocabulary/#dfn-document
    void write_documents(json::Writer& out, StatusId status) const;
    // What is to be read of them, for who searches or filters: a line each.
    std::string descriptions(StatusId status) const;

private:
    void read(db::Rows rows);

    const base::Config& config_;
    std::unordered_map<StatusId, std::vector<Attachment>> attachments_;
};

// All that was ever in one post: of what its edits took away, too.
class EverAttached {
public:
    EverAttached(db::Tx& tx, StatusId status);
    // An array, as described() kept it.
    void write(json::Writer& out, std::string_view described) const;

private:
    const base::Config& config_;
    std::unordered_map<MediaId, Attachment> attachments_;
};

// What a version of a post keeps of its media: a JSON array of {"id": …, "description": …}.
std::string described(const std::vector<Attachment>& attachments);

// Those that wait with scheduled posts, by their posts.
std::unordered_map<ScheduledStatusId, std::vector<Attachment>> reserved_for(db::Tx& tx,
                                                                            std::span<const ScheduledStatusId> posts);

} // namespace media
