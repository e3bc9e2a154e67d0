#include "db/sql_text.h"

#include <algorithm>
#include <charconv>
#include <initializer_list>
#include <vector>

namespace db {
namespace {

bool is_space(char c) { return c == ' ' || c == '\n' || c == '\t' || c == '\r'; }
bool is_digit(char c) { return c >= '0' && c <= '9'; }
bool is_word(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_' || is_digit(c)
           || static_cast<unsigned char>(c) >= 128;
}

// The length of the token that `rest` begins with: space, a comment, something quoted, `$1`, a word or number, or one
// character.
std::size_t token_length(std::string_view rest) {
    const auto until = [&](std::string_view end, std::size_t from) {
        const auto found = rest.find(end, from);
        return found == std::string_view::npos ? rest.size() : found + end.size();
    };
    const auto while_is = [&](bool (*is)(char), std::size_t from) {
        while (from < rest.size() && is(rest[from])) ++from;
        return from;
    };
    if (is_space(rest[0])) return while_is(is_space, 1);
    if (rest.starts_with("--")) return until("\n", 2);
    if (rest.starts_with("/*")) return until("*/", 2);
    if (rest[0] == '\'') return until("'", 1); // A doubled quote is two tokens that touch: the same in the end.
    if (rest[0] == '"') return until("\"", 1);
    if (rest[0] == '$') return while_is(is_digit, 1);
    if (is_word(rest[0])) return while_is(is_word, 1);
    return 1;
}

std::vector<std::string_view> tokens_of(std::string_view sql) {
    std::vector<std::string_view> tokens;
    while (!sql.empty()) {
        tokens.push_back(sql.substr(0, token_length(sql)));
        sql.remove_prefix(tokens.back().size());
    }
    return tokens;
}

bool is_blank(std::string_view token) {
    return is_space(token[0]) || token.starts_with("--") || token.starts_with("/*");
}

// The nearest token that is neither space nor comment, `step` (1 or -1) away from `i`; "" at the end.
std::string_view neighbour(const std::vector<std::string_view>& tokens, std::size_t i, int step) {
    for (i += static_cast<std::size_t>(step); i < tokens.size(); i += static_cast<std::size_t>(step)) {
        if (!is_blank(tokens[i])) return tokens[i];
    }
    return "";
}

bool is_one_of(std::string_view token, std::initializer_list<std::string_view> words) {
    for (const auto word : words) {
        if (token == word) return true;
    }
    return false;
}

// Whether the word `text` at `i` is the type of a column: `name text not null`, not `cast(x as text)` or a column
// called text.
bool is_column_type(const std::vector<std::string_view>& tokens, std::size_t i) {
    const auto before = neighbour(tokens, i, -1);
    const auto after = neighbour(tokens, i, +1);
    return !before.empty() && (is_word(before[0]) || before[0] == '"') && !is_one_of(before, {"as", "select", "by"})
           && is_one_of(after,
                        {"", ",", ")", ";", "not", "null", "default", "primary", "unique", "references", "check"});
}

bool is_rowid_type(const std::vector<std::string_view>& tokens, std::size_t i) {
    return tokens[i] == "bigint" && i + 4 < tokens.size() && tokens[i + 2] == "primary" && tokens[i + 4] == "key";
}

} // namespace

std::string sqlite_statement(std::string_view sql) {
    std::string text;
    text.reserve(sql.size() + 32);
    for (const auto token : tokens_of(sql)) {
        if (token[0] == '$') { // SQLite numbers `$N` by first appearance, and `?N` by N.
            text.append("?").append(token.substr(1));
        } else {
            text += token;
        }
    }
    return text;
}

std::string postgresql_statement(std::string_view sql) {
    std::string text;
    text.reserve(sql.size() + 32);
    for (const auto token : tokens_of(sql)) {
        if (token == "/*skip_locked*/") {
            text += "for update skip locked";
        } else if (token == "/*for_update*/") {
            text += "for update";
        } else if (token == "/*for_share*/") {
            text += "for key share";
        } else {
            text += token;
        }
    }
    return text;
}

int parameter_count(std::string_view sql) {
    int count = 0;
    for (const auto token : tokens_of(sql)) {
        int number = 0;
        if (token[0] == '$') std::from_chars(token.data() + 1, token.data() + token.size(), number);
        count = std::max(count, number);
    }
    return count;
}

std::string sqlite_script(std::string_view sql) {
    const auto tokens = tokens_of(sql);
    std::string text;
    text.reserve(sql.size() + 1024);
    for (std::size_t i = 0; i < tokens.size(); ++i) {
        if (is_rowid_type(tokens, i)) {
            text += "integer";
        } else if (tokens[i] == "/*without_rowid*/") {
            text += "without rowid";
        } else {
            text += tokens[i];
        }
    }
    return text;
}

std::string postgresql_script(std::string_view sql) {
    const auto tokens = tokens_of(sql);
    std::string text;
    text.reserve(sql.size() + 4096);
    for (std::size_t i = 0; i < tokens.size(); ++i) {
        text += tokens[i];
        if (tokens[i] == "text" && is_column_type(tokens, i)) text += " collate \"C\"";
    }
    return text;
}

std::string_view first_line(std::string_view sql) {
    while (!sql.empty() && is_space(sql.front())) sql.remove_prefix(1);
    sql = sql.substr(0, sql.find('\n'));
    while (!sql.empty() && is_space(sql.back())) sql.remove_suffix(1);
    return sql;
}

} // namespace db
