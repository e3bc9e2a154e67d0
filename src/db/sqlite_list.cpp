#include "db/sqlite_list.h"

#include <memory>
#include <new>
#include <string>
#include <vector>

// https://www.sqlite.org/vtab.html: a table with the columns `value` and, hidden, `list`. As a function's argument, the
// list comes as the constraint `list = $1`.
namespace db {
namespace {

constexpr int kListColumn = 1;
// SQLite compares it by its text, so that no other pointer is taken for a list.
constexpr const char* kPointerType = "akebono-list";

// Of one kind; the other is empty.
struct List {
    std::vector<std::int64_t> ids;
    std::vector<std::string> texts;
};

// What SQLite calls does not throw: C has no exceptions.
template <typename Derived, typename Base>
int make(Base** out) {
    *out = new (std::nothrow) Derived();
    return *out ? SQLITE_OK : SQLITE_NOMEM;
}

struct ListCursor : sqlite3_vtab_cursor {
    ListCursor() : sqlite3_vtab_cursor() {}
    const List* list = nullptr;
    std::size_t at = 0;
    std::size_t size = 0;
};

ListCursor& cursor_of(sqlite3_vtab_cursor* cursor) { return *static_cast<ListCursor*>(cursor); }

int connect_table(sqlite3* connection, void*, int, const char* const*, sqlite3_vtab** table, char**) {
    const int code = sqlite3_declare_vtab(connection, "create table list (value, list hidden)");
    return code == SQLITE_OK ? make<sqlite3_vtab>(table) : code;
}

int disconnect_table(sqlite3_vtab* table) {
    delete table;
    return SQLITE_OK;
}

// A list costs so little that it is always walked first, and what it names is looked up.
int choose_plan(sqlite3_vtab*, sqlite3_index_info* plan) {
    for (int i = 0; i < plan->nConstraint; ++i) {
        const auto& constraint = plan->aConstraint[i];
        if (constraint.iColumn != kListColumn || constraint.op != SQLITE_INDEX_CONSTRAINT_EQ) continue;
        if (!constraint.usable) return SQLITE_CONSTRAINT;
        plan->aConstraintUsage[i].argvIndex = 1;
        plan->aConstraintUsage[i].omit = 1;
        plan->estimatedCost = 1;
        plan->estimatedRows = 20;
        return SQLITE_OK;
    }
    return SQLITE_CONSTRAINT;
}

int open_cursor(sqlite3_vtab*, sqlite3_vtab_cursor** cursor) { return make<ListCursor>(cursor); }

int close_cursor(sqlite3_vtab_cursor* cursor) {
    delete &cursor_of(cursor);
    return SQLITE_OK;
}

// What is no list of ours is an empty one.
int begin_walk(sqlite3_vtab_cursor* cursor, int, const char*, int, sqlite3_value** arguments) {
    ListCursor& walk = cursor_of(cursor);
    walk.list = static_cast<const List*>(sqlite3_value_pointer(arguments[0], kPointerType));
    walk.at = 0;
    walk.size = walk.list ? walk.list->ids.size() + walk.list->texts.size() : 0;
    return SQLITE_OK;
}

int walk_on(sqlite3_vtab_cursor* cursor) {
    ++cursor_of(cursor).at;
    return SQLITE_OK;
}

int is_at_end(sqlite3_vtab_cursor* cursor) {
    const ListCursor& walk = cursor_of(cursor);
    return walk.at >= walk.size ? 1 : 0;
}

int give_column(sqlite3_vtab_cursor* cursor, sqlite3_context* result, int column) {
    const ListCursor& walk = cursor_of(cursor);
    if (column == kListColumn) return SQLITE_OK;
    if (walk.list->texts.empty()) {
        sqlite3_result_int64(result, walk.list->ids[walk.at]);
    } else {
        const std::string& text = walk.list->texts[walk.at];
        sqlite3_result_text64(result, text.data(), text.size(), SQLITE_STATIC, SQLITE_UTF8);
    }
    return SQLITE_OK;
}

int give_rowid(sqlite3_vtab_cursor* cursor, sqlite3_int64* rowid) {
    *rowid = static_cast<sqlite3_int64>(cursor_of(cursor).at);
    return SQLITE_OK;
}

sqlite3_module make_module() {
    sqlite3_module module{};
    module.xConnect = connect_table; // And no xCreate: the table is there without being created.
    module.xBestIndex = choose_plan;
    module.xDisconnect = disconnect_table;
    module.xOpen = open_cursor;
    module.xClose = close_cursor;
    module.xFilter = begin_walk;
    module.xNext = walk_on;
    module.xEof = is_at_end;
    module.xColumn = give_column;
    module.xRowid = give_rowid;
    return module;
}

} // namespace

void add_list_functions(sqlite3* connection) {
    static const sqlite3_module kModule = make_module();
    for (const char* name : {"ids", "texts"}) {
        if (sqlite3_create_module(connection, name, &kModule, nullptr) != SQLITE_OK) throw std::bad_alloc();
    }
}

int bind_list(sqlite3_stmt* statement, int index, const Param& param) {
    auto list = std::make_unique<List>();
    if (param.kind() == Param::Kind::Ids) {
        list->ids.assign(param.id_list().begin(), param.id_list().end());
    } else {
        list->texts.assign(param.text_list().begin(), param.text_list().end());
    }
    return sqlite3_bind_pointer(statement, index, list.release(), kPointerType,
                                [](void* pointer) { delete static_cast<List*>(pointer); });
}

} // namespace db
