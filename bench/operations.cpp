#include "bench/operations.h"

namespace bench {
namespace {

const std::string kTag = "%E6%97%A5%E6%9C%AC", kOtherTag = "photography"; // 日本

class Maker {
public:
    Maker(const Plan& plan, std::vector<Operation>& operations) : plan_(plan), operations_(operations) {}

    // Asked for by nobody in particular, or by the reader.
    void anonymous(std::string name, std::string path, std::string budget = "", std::size_t items = 0) {
        add(std::move(name), {.path = std::move(path)}, std::move(budget), items);
    }
    void reader(std::string name, std::string path, std::string budget = "", std::size_t items = 0) {
        add(std::move(name), {.path = std::move(path), .token = plan_.reader_token}, std::move(budget), items);
    }
    // One after the other, the newest first.
    void pages(std::string name, const std::string& path, const std::vector<std::string>& ids, std::size_t items) {
        Operation operation{.name = std::move(name), .requests = {}, .budget = "", .items = items};
        for (auto id = ids.rbegin(); id != ids.rend(); ++id) {
            operation.requests.push_back(RequestText{.path = path + *id}.text(plan_.domain));
        }
        operations_.push_back(std::move(operation));
    }
    void add(std::string name, const RequestText& request, std::string budget, std::size_t items) {
        operations_.push_back({.name = std::move(name),
                               .requests = {request.text(plan_.domain)},
                               .budget = std::move(budget),
                               .items = items});
    }

private:
    const Plan& plan_;
    std::vector<Operation>& operations_;
};

std::string relationships_path(const Plan& plan) {
    std::string path = "/api/v1/accounts/relationships";
    char separator = '?';
    for (const auto& id : plan.accounts) {
        path += separator + std::string("id[]=") + id;
        separator = '&';
    }
    return path;
}

// Each by the next writer, so that those under way at once are by different people.
std::vector<std::string> posts_to(const Plan& plan, const std::vector<std::string>& ids, const std::string& before,
                                  const std::string& after, std::size_t count) {
    std::vector<std::string> requests;
    for (std::size_t i = 0; i < std::min(count, ids.size()); ++i) {
        const auto& token = plan.writer_tokens[i % plan.writer_tokens.size()];
        requests.push_back(
            RequestText{.method = "POST", .path = before + ids[i] + after, .token = token}.text(plan.domain));
    }
    return requests;
}

std::vector<std::string> new_posts(const Plan& plan, std::size_t count) {
    std::vector<std::string> requests;
    for (std::size_t i = 0; i < count; ++i) {
        const std::string body = R"({"status":"今日は朝から雨が降っていて、駅まで歩くのが大変でした。 )"
                                 + std::to_string(i) + R"( https://example.com/blog #日本 #写真"})";
        const auto& token = plan.writer_tokens[i % plan.writer_tokens.size()];
        requests.push_back(
            RequestText{.method = "POST", .path = "/api/v1/statuses", .token = token, .body = body}.text(plan.domain));
    }
    return requests;
}

} // namespace

std::vector<Operation> reading_operations(const Plan& plan) {
    std::vector<Operation> operations;
    Maker make(plan, operations);
    make.reader("home", "/api/v1/timelines/home", "timeline", 20);
    make.reader("home, page of 40", "/api/v1/timelines/home?limit=40", "", 40);
    make.add("home, gzip", {.path = "/api/v1/timelines/home", .token = plan.reader_token, .accepts_gzip = true}, "", 0);
    make.anonymous("public", "/api/v1/timelines/public", "timeline", 20);
    make.pages("public, posts nobody read of late", "/api/v1/timelines/public?max_id=", plan.spread, 20);
    make.reader("public, signed in", "/api/v1/timelines/public", "timeline", 20);
    make.reader("public, local", "/api/v1/timelines/public?local=true", "timeline", 20);
    make.reader("hashtag", "/api/v1/timelines/tag/" + kTag, "timeline", 20);
    make.reader("hashtag, any of two", "/api/v1/timelines/tag/" + kTag + "?any[]=" + kOtherTag, "timeline", 20);
    make.reader("hashtag, none of another", "/api/v1/timelines/tag/" + kTag + "?none[]=" + kOtherTag);
    make.reader("hashtag, all of two", "/api/v1/timelines/tag/" + kTag + "?all[]=" + kOtherTag);
    make.reader("account statuses", "/api/v1/accounts/" + plan.account + "/statuses", "timeline", 20);
    make.reader("account statuses, pinned", "/api/v1/accounts/" + plan.account + "/statuses?pinned=true");
    make.reader("account statuses, no answers",
                "/api/v1/accounts/" + plan.account + "/statuses?exclude_replies=true&exclude_reblogs=true", "timeline",
                20);
    make.reader("notifications", "/api/v1/notifications?limit=20", "notifications", 20);
    make.reader("notifications, mentions", "/api/v1/notifications?limit=20&types[]=mention", "notifications", 20);
    make.reader("notifications, grouped", "/api/v2/notifications?limit=20&expand_accounts=partial_avatars",
                "notifications");
    make.reader("notifications, grouped, not the newest",
                "/api/v2/notifications?limit=20&expand_accounts=partial_avatars&max_id=9000000000000000000");
    make.reader("notifications, unread", "/api/v2/notifications/unread_count");
    make.reader("list", "/api/v1/timelines/list/" + plan.list, "timeline", 20);
    make.add("home, 20 words filtered", {.path = "/api/v1/timelines/home", .token = plan.writer_tokens.back()}, "", 0);
    make.reader("conversations", "/api/v1/conversations", "timeline", 20);
    make.reader("status", "/api/v1/statuses/" + plan.status);
    make.reader("history of a status", "/api/v1/statuses/" + plan.status + "/history", "", 1);
    make.reader("who favourited a status", "/api/v1/statuses/" + plan.status + "/favourited_by");
    make.reader("who boosted a status", "/api/v1/statuses/" + plan.status + "/reblogged_by");
    make.reader("context of 12", "/api/v1/statuses/" + plan.thread + "/context", "context");
    make.reader("account", "/api/v1/accounts/" + plan.account, "small");
    make.reader("account, by name", "/api/v1/accounts/lookup?acct=" + plan.account_name, "small");
    make.reader("verify_credentials", "/api/v1/accounts/verify_credentials", "small");
    make.reader("relationships of 40", relationships_path(plan), "", 40);
    make.reader("followers, 40", "/api/v1/accounts/" + plan.account + "/followers", "", 40);
    make.reader("following, 40", "/api/v1/accounts/" + plan.reader + "/following", "", 40);
    make.reader("favourites", "/api/v1/favourites", "timeline", 20);
    make.reader("bookmarks", "/api/v1/bookmarks", "timeline", 20);
    make.reader("blocks", "/api/v1/blocks", "", 1);
    make.reader("mutes", "/api/v1/mutes", "", 1);
    make.reader("domain blocks", "/api/v1/domain_blocks");
    make.reader("follow requests", "/api/v1/follow_requests");
    make.reader("endorsements", "/api/v1/endorsements", "", 1);
    make.reader("featured hashtags", "/api/v1/featured_tags", "", 1);
    make.reader("notification requests", "/api/v1/notifications/requests", "", 1);
    make.reader("scheduled posts", "/api/v1/scheduled_statuses", "", 20);
    make.reader("search, accounts", "/api/v2/search?type=accounts&q=%E4%BD%90%E8%97%A4", "search");
    make.reader("search, accounts by name", "/api/v2/search?type=accounts&q=ra", "search");
    make.reader("search, hashtags", "/api/v2/search?type=hashtags&q=c", "search");
    make.reader("search, all", "/api/v2/search?q=neko", "search");
    make.reader("lists", "/api/v1/lists", "", 1);
    make.reader("people of a list", "/api/v1/lists/" + plan.list + "/accounts", "", 40);
    make.reader("collections", "/api/v1/accounts/" + plan.reader + "/collections");
    make.reader("collection of 20", "/api/v1/collections/" + plan.collection);
    make.reader("filters", "/api/v2/filters");
    make.reader("followed hashtags", "/api/v1/followed_tags");
    make.reader("hashtag itself", "/api/v1/tags/" + kTag);
    make.reader("suggestions", "/api/v2/suggestions");
    make.reader("directory", "/api/v1/directory", "", 40);
    make.reader("markers", "/api/v1/markers?timeline[]=home&timeline[]=notifications");
    make.reader("preferences", "/api/v1/preferences", "small");
    make.anonymous("instance v1", "/api/v1/instance", "small");
    make.anonymous("instance v2", "/api/v2/instance", "small");
    make.reader("announcements", "/api/v1/announcements", "", 1);
    make.anonymous("custom emojis", "/api/v1/custom_emojis", "", 30);
    make.anonymous("nodeinfo", "/nodeinfo/2.0");
    make.anonymous("webfinger", "/.well-known/webfinger?resource=acct:" + plan.account_name + "@" + plan.domain);
    make.anonymous("health", "/health/ready");
    return operations;
}

std::vector<Operation> writing_operations(const Plan& plan, std::size_t count) {
    const auto writing = [](std::string name, std::vector<std::string> requests, std::string budget) {
        return Operation{
            .name = std::move(name), .requests = std::move(requests), .budget = std::move(budget), .is_writing = true};
    };
    const auto statuses = [&](const char* verb) {
        return posts_to(plan, plan.to_favourite, "/api/v1/statuses/", verb, count);
    };
    const auto accounts = [&](const char* verb) {
        return posts_to(plan, plan.to_follow, "/api/v1/accounts/", verb, count);
    };
    return {writing("post, 50 followers", new_posts(plan, count), "posting"),
            writing("favourite", statuses("/favourite"), "posting"),
            writing("unfavourite", statuses("/unfavourite"), "posting"),
            writing("boost, 50 followers", statuses("/reblog"), "posting"),
            writing("unboost", statuses("/unreblog"), "posting"),
            writing("follow", accounts("/follow"), "posting"),
            writing("unfollow", accounts("/unfollow"), "posting")};
}

Operation deletion_of(const Plan& plan, const std::vector<Written>& statuses) {
    Operation operation{.name = "delete a post", .requests = {}, .budget = "posting", .is_writing = true};
    for (const auto& status : statuses) {
        operation.requests.push_back(
            RequestText{.method = "DELETE", .path = "/api/v1/statuses/" + status.id, .token = status.token}.text(
                plan.domain));
    }
    return operation;
}

} // namespace bench
