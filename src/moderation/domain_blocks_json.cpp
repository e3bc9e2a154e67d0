#include "moderation/domain_blocks_json.h"

#include "base/crypto.h"

namespace moderation {

namespace {

void write_text_or_null(json::Writer& out, json::Name name, const std::string& text) {
    if (text.empty()) return out.null_field(name);
    out.field(name, text);
}

} // namespace

void write_domain_block(json::Writer& out, const DomainBlock& block) {
    out.begin_object();
    out.field("id", block.id);
    out.field("domain", block.domain);
    out.field("digest", base::sha256_hex(block.domain));
    out.field("created_at", block.created_at);
    out.field("severity", key_of(block.severity));
    out.field("reject_media", block.rejects_media);
    out.field("reject_reports", block.rejects_reports);
    write_text_or_null(out, "private_comment", block.private_comment);
    write_text_or_null(out, "public_comment", block.public_comment);
    out.field("obfuscate", block.is_obfuscated);
    out.end_object();
}

void write_public_domain_block(json::Writer& out, const DomainBlock& block, Reasons reasons) {
    out.begin_object();
    out.field("domain", block.public_domain());
    out.field("digest", base::sha256_hex(block.domain));
    out.field("severity", key_of(block.severity));
    write_text_or_null(out, "comment", reasons == Reasons::Shown ? block.public_comment : "");
    out.end_object();
}

} // namespace moderation
