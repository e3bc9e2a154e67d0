#include "bench/texts.h"

#include "base/hashtag_name.h"
#include "statuses/formatter.h"

#include <array>

namespace bench {
namespace {

using std::string_view;

constexpr string_view kJapanese[] = {
    "今日は朝から雨が降っていて、駅まで歩くのが大変でした。",
    "新しい喫茶店に入ってみたら、珈琲がとても美味しかった。",
    "来週の旅行の準備をしないといけないのに、まだ何も決まっていない。",
    "桜が咲き始めましたね。",
    "仕事が終わったので、これから自転車で川沿いを走ってきます。",
    "この本は前から気になっていて、やっと図書館で借りられた。",
    "サーバーの更新は無事に終わりました。",
    "眠い。",
    "おはようございます！",
    "夕方の空がとてもきれいだったので、思わず写真を撮ってしまった。",
    "昨日の夜に見た映画の話を誰かとしたいけれど、まだ見ている人が少ない。",
    "猫が膝の上で寝てしまって、三時間ほど動けなかった。",
    "東京から京都まで、新幹線の窓から富士山がはっきり見えました。",
    "新しい鍵盤を買った。打ち心地がよくて、意味もなく文字を打っている。",
    "お昼は近所の蕎麦屋さんで、天ぷら蕎麦にしました。",
    "開発中のアプリ、ようやく検索が動くようになった！",
    "明日は早いのでもう寝ます。おやすみなさい。",
    "電車が三十分遅れているそうです。急がない方は次の駅で乗り換えた方がよいかもしれません。",
    "この曲を聴くと学生時代を思い出す。",
    "誰か一緒にラーメンを食べに行きませんか？",
};

constexpr string_view kEnglish[] = {
    "It rained all morning, and the walk to the station took twice as long as it should.",
    "Tried the new coffee place on the corner. The beans are roasted next door, and you can taste it.",
    "Next week's trip is still not planned at all, and I am strangely calm about that.",
    "The cherry trees are in bloom!",
    "Done with work. Off to ride along the river before it gets dark.",
    "Finally got this book from the library after waiting for two months, and it was worth every day.",
    "The server upgrade is done. Everything should be faster now; tell me if something is not.",
    "So tired.",
    "Good morning, everyone.",
    "The evening sky was on fire today. I stood on the bridge and took far too many pictures.",
    "Does anybody want to talk about the film from last night? I cannot stop thinking about the ending.",
    "The cat fell asleep on my lap, and I have not moved for three hours.",
    "Mount Fuji was perfectly clear from the train window between Tokyo and Kyoto.",
    "New keyboard day. I am typing this only because it feels so good to type.",
    "Lunch was soba with tempura at the small shop near the temple.",
    "Search works in my app at last. It took a rewrite of the tokeniser and a lot of tea.",
    "Early start tomorrow, so good night.",
    "The trains are half an hour late again; if you are in no hurry, change at the next station.",
    "This song takes me straight back to university, and I am not sure that I wanted to go there.",
    "Who is coming along for ramen?",
};

constexpr string_view kLinks[] = {
    "https://example.com/blog/2026/the-long-way-home",
    "https://ja.wikipedia.org/wiki/日本",
    "https://example.org/news/12345?from=timeline",
    "https://www.example.net/very/long/path/to/an/article/about-coffee.html",
};

constexpr string_view kTags[] = {
    "日本", "photography", "猫",       "art",      "ラーメン", "coffee",  "写真",   "linux",
    "東京", "books",       "桜",       "music",    "旅行",     "cats",    "自転車", "fediverse",
    "開発", "gardening",   "おはよう", "caturday", "読書",     "cycling", "映画",   "cooking",
};

constexpr string_view kFamilyNames[] = {"佐藤", "鈴木", "高橋", "田中", "伊藤", "渡辺", "山本", "中村", "小林", "加藤"};
constexpr string_view kGivenNames[] = {"花子", "太郎", "美咲", "健太", "さくら", "翔", "結衣", "大輔", "陽菜", "蓮"};
constexpr string_view kFirstNames[] = {"Alice", "Bob",   "Carol", "Dan",  "Eve",
                                       "Frank", "Grace", "Heidi", "Ivan", "Judy"};
constexpr string_view kLastNames[] = {"Smith", "Jones", "Miller", "Garcia", "Novak",
                                      "Silva", "Rossi", "Muller", "Kim",    "Chen"};
constexpr string_view kNicknames[] = {"hanako", "taro", "neko", "alice", "ramen",
                                      "sakura", "tea",  "byte", "moon",  "river"};

string_view pick(Dice& dice, std::span<const string_view> choices) { return dice.pick(choices); }

// Most posts are short: half have one sentence or two, one in twenty has three paragraphs or more.
std::size_t sentence_count(Dice& dice) { return 1 + static_cast<std::size_t>(dice.wait(1.6)); }

std::string write_text(Dice& dice, bool is_japanese) {
    const std::size_t count = std::min<std::size_t>(sentence_count(dice), is_japanese ? 9 : 5);
    std::string text;
    for (std::size_t i = 0; i < count; ++i) {
        if (i > 0) text += i % 3 == 0 ? "\n\n" : dice.chance(0.15) ? "\n" : is_japanese ? "" : " ";
        text += is_japanese ? pick(dice, kJapanese) : pick(dice, kEnglish);
    }
    if (dice.chance(0.12)) text.append(" ").append(pick(dice, kLinks));
    return text;
}

} // namespace

std::vector<Text> make_texts(Dice& dice, std::size_t count, const std::string& web_url) {
    std::vector<Text> texts;
    for (std::size_t i = 0; i < count; ++i) {
        const bool is_japanese = dice.chance(0.6);
        Text text{.plain = write_text(dice, is_japanese), .html = {}, .language = is_japanese ? "ja" : "en"};
        text.html = statuses::format_html(text.plain, {.web_url = web_url});
        texts.push_back(std::move(text));
    }
    return texts;
}

std::vector<Hashtag> make_hashtags(std::size_t count, const std::string& web_url) {
    std::vector<Hashtag> hashtags;
    for (std::size_t i = 0; i < count; ++i) {
        const std::string again = i < std::size(kTags) ? "" : std::to_string(i / std::size(kTags));
        const std::string written = std::string(kTags[i % std::size(kTags)]) + again;
        hashtags.push_back({.name = base::normalise_hashtag(written),
                            .displayed = written,
                            .html = without_paragraph(statuses::format_html("#" + written, {.web_url = web_url}))});
    }
    return hashtags;
}

std::string make_display_name(Dice& dice) {
    std::string name;
    if (dice.chance(0.6)) {
        name.append(pick(dice, kFamilyNames)).append(pick(dice, kGivenNames));
    } else {
        name.append(pick(dice, kFirstNames)).append(" ").append(pick(dice, kLastNames));
    }
    if (dice.chance(0.1)) name += " :blob" + std::to_string(dice.below(30)) + ":";
    return name;
}

std::string make_username(Dice& dice, std::size_t number) {
    return std::string(pick(dice, kNicknames)) + "_" + std::to_string(number);
}

std::string make_bio(Dice& dice, std::span<const Text> texts) { return dice.pick(texts).html; }

std::string put_before(const std::string& html, const std::string& inner) {
    return "<p>" + inner + " " + html.substr(std::string_view("<p>").size());
}

std::string put_after(const std::string& html, const std::string& inner) {
    return html.substr(0, html.size() - std::string_view("</p>").size()) + " " + inner + "</p>";
}

std::string without_paragraph(std::string html) {
    if (html.starts_with("<p>")) html.erase(0, 3);
    if (html.ends_with("</p>")) html.erase(html.size() - 4);
    return html;
}

} // namespace bench
