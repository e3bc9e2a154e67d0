#include "notifications/fallbacks.h"

#include <algorithm>

namespace notifications {

namespace {

struct Words {
    std::string_view title;
    std::string_view summary;
};

Words english(Kind kind) {
    switch (kind) {
    case Kind::AdminSignUp: return {"A new account", "Somebody has signed up on this server."};
    case Kind::AdminReport: return {"A new report", "Somebody has reported an account to the moderators."};
    case Kind::SeveredRelationships:
        return {"Lost connections", "A server was blocked, and with it went people you follow, or who follow you."};
    case Kind::AddedToCollection: return {"Added to a collection", "Somebody recommends you in a collection."};
    case Kind::CollectionUpdate: return {"A collection changed", "A collection that you are in was changed."};
    default: return {"A notification", "This app cannot show it."};
    }
}

Words japanese(Kind kind) {
    switch (kind) {
    case Kind::AdminSignUp: return {"新しいアカウント", "このサーバーに新しいユーザーが登録しました。"};
    case Kind::AdminReport: return {"新しい通報", "モデレーターに通報が届きました。"};
    case Kind::SeveredRelationships:
        return {"失われたつながり", "サーバーがブロックされたため、フォローやフォロワーの一部が解除されました。"};
    case Kind::AddedToCollection: return {"コレクションに追加", "あなたがコレクションで紹介されました。"};
    case Kind::CollectionUpdate: return {"コレクションの変更", "あなたが載っているコレクションが変更されました。"};
    default: return {"お知らせ", "このアプリでは表示できません。"};
    }
}

bool reads_japanese(db::Tx& tx, AccountId reader) {
    auto rows = tx.query("select locale from users where account_id = $1", {reader});
    return rows.next() && (rows.text(0) == "ja" || rows.text(0).starts_with("ja-"));
}

} // namespace

Fallbacks::Fallbacks(db::Tx& tx, AccountId reader, std::span<const Row* const> rows, KindSet unknown)
    : unknown_(unknown) {
    const bool is_any_wanted = std::ranges::any_of(rows, [&](const Row* row) { return is_wanted_for(*row); });
    if (is_any_wanted) is_japanese_ = reads_japanese(tx, reader);
}

bool Fallbacks::is_wanted_for(const Row& row) const {
    const auto kind = kind_from(row.type);
    return kind && unknown_.has(*kind);
}

void Fallbacks::write(json::Writer& out, const Row& row) const {
    if (!is_wanted_for(row)) return;
    const Words words = is_japanese_ ? japanese(*kind_from(row.type)) : english(*kind_from(row.type));
    out.key("fallback");
    out.begin_object();
    out.field("title", words.title);
    out.field("summary", words.summary);
    out.null_field("description");
    out.end_object();
}

} // namespace notifications
