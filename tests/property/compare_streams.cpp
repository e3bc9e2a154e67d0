#include "property/compare.h"

#include <algorithm>

namespace property {

namespace {

using Kind = Step::Kind;

std::string text_of(const std::vector<Heard>& heard) {
    std::string text;
    for (const auto& one : heard) {
        text += (text.empty() ? "" : ", ") + one.channel + ": " + one.event + " " + one.subject;
    }
    return "[" + text + "]";
}

// A new post, where it is shown to `viewer`.
void add_updates(const Model& model, int viewer, int number, std::vector<Heard>& heard) {
    const Post& post = model.posts().at(number);
    const std::string subject = std::to_string(number);
    const bool is_ours = domain_of(post.author) == 0;
    if (model.is_for_home(viewer, number)) heard.push_back({"home", "update", subject});
    if (!model.is_for_stream(viewer, number)) return;
    if (model.is_for_public(number)) {
        heard.push_back({"public", "update", subject});
        heard.push_back({is_ours ? "public:local" : "public:remote", "update", subject});
    }
    if (post.is_tagged && post.visibility == statuses::Visibility::Public) {
        heard.push_back({"tag", "update", subject});
        if (is_ours) heard.push_back({"tag:local", "update", subject});
    }
}

void add_notifications(const Model& model, int viewer, std::vector<Heard>& heard) {
    for (const auto& [reader, notice] : model.last_notices()) {
        if (reader != viewer) continue;
        std::string subject = notice.type + " p" + std::to_string(notice.from);
        if (notice.post) subject += " " + std::to_string(*notice.post);
        heard.push_back({"notifications", "notification", std::move(subject)});
    }
}

void add_conversations(const Model& model, int viewer, int number, std::vector<Heard>& heard) {
    for (const auto& conversation : model.conversations(viewer)) {
        if (conversation.posts.contains(number)) {
            heard.push_back({"direct", "conversation", std::to_string(*conversation.posts.rbegin())});
        }
    }
}

std::vector<Heard> expected_news(const Model& model, const Step& step, int viewer) {
    std::vector<Heard> heard;
    add_notifications(model, viewer, heard);
    if (model.has(step.number)) add_updates(model, viewer, step.number, heard);
    if (model.has(step.number)) add_conversations(model, viewer, step.number, heard);
    std::ranges::sort(heard);
    return heard;
}

bool is_deletion(const Heard& heard) { return heard.event == "delete"; }

// Those that went with the step and stood in the home of `viewer`.
std::vector<Heard> expected_deletions(const Model& before, const Model& model, int viewer) {
    std::vector<Heard> heard;
    for (const int number : before.home(viewer)) {
        if (!model.has(number)) heard.push_back({"home", "delete", std::to_string(number)});
    }
    std::ranges::sort(heard);
    return heard;
}

} // namespace

std::string difference_in_streams(const Model& before, const Model& model, const Step& step, Stage& stage) {
    for (int viewer = 0; viewer < kLocals; ++viewer) {
        auto heard = stage.heard_by(viewer);
        const auto expected = expected_news(model, step, viewer);
        const auto gone = expected_deletions(before, model, viewer);
        // Who has not got a post may hear of its end, which says nothing of it. What is left of a conversation is told
        // when its last post goes.
        std::vector<Heard> deletions;
        std::ranges::copy_if(heard, std::back_inserter(deletions), is_deletion);
        const bool is_end = step.kind == Kind::Delete;
        std::erase_if(heard, [&](const Heard& one) { return is_deletion(one) || (is_end && one.channel == "direct"); });
        if (heard != expected) {
            return "p" + std::to_string(viewer) + " hears: expected " + text_of(expected) + ", heard " + text_of(heard);
        }
        if (!std::ranges::includes(deletions, gone)) {
            return "p" + std::to_string(viewer) + " hears: expected " + text_of(gone) + ", heard " + text_of(deletions);
        }
    }
    return {};
}

} // namespace property
