#include "translation/translation_jobs.h"

#include "translation/translation.h"

namespace translation {

void delete_translations(const jobs::Arguments&, db::Tx& tx) {
    if (!delete_old_translations(tx)) jobs::enqueue(tx, "delete_translations");
}

} // namespace translation
