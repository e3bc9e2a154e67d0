#include "media/vips.h"

#include <dlfcn.h>

namespace media {
namespace {

constexpr const char* kLibrary = "libvips.so.42";

// What libvips itself calls the loaders that stay; all others (PDF, SVG, what ImageMagick reads) are shut.
constexpr const char* kLoaders[] = {"VipsForeignLoadJpeg", "VipsForeignLoadPng", "VipsForeignLoadNsgif",
                                    "VipsForeignLoadWebp", "VipsForeignLoadHeif"};

template <typename Function>
bool find(void* library, const char* name, Function& function) {
    function = reinterpret_cast<Function>(::dlsym(library, name));
    return function != nullptr;
}

bool find_all(void* library, Vips& vips) {
    return find(library, "vips_init", vips.init) && find(library, "vips_concurrency_set", vips.concurrency_set)
           && find(library, "vips_cache_set_max", vips.cache_set_max)
           && find(library, "vips_operation_block_set", vips.operation_block_set)
           && find(library, "vips_error_buffer", vips.error_buffer) && find(library, "g_object_unref", vips.unref)
           && find(library, "g_free", vips.free)
           && find(library, "vips_image_new_from_buffer", vips.image_new_from_buffer)
           && find(library, "vips_thumbnail_buffer", vips.thumbnail_buffer)
           && find(library, "vips_thumbnail_image", vips.thumbnail_image)
           && find(library, "vips_colourspace", vips.colourspace) && find(library, "vips_cast", vips.cast)
           && find(library, "vips_flatten", vips.flatten) && find(library, "vips_image_copy_memory", vips.copy_memory)
           && find(library, "vips_image_get_width", vips.width) && find(library, "vips_image_get_height", vips.height)
           && find(library, "vips_image_get_bands", vips.bands) && find(library, "vips_image_get_n_pages", vips.pages)
           && find(library, "vips_image_get_typeof", vips.type_of)
           && find(library, "vips_image_get_fields", vips.fields) && find(library, "g_strfreev", vips.free_fields)
           && find(library, "vips_image_remove", vips.remove) && find(library, "vips_image_hasalpha", vips.has_alpha)
           && find(library, "vips_image_get_orientation_swap", vips.orientation_swap)
           && find(library, "vips_image_write_to_memory", vips.write_to_memory)
           && find(library, "vips_target_new_to_descriptor", vips.target_to_descriptor)
           && find(library, "vips_jpegsave_target", vips.jpegsave) && find(library, "vips_pngsave_target", vips.pngsave)
           && find(library, "vips_webpsave_target", vips.webpsave)
           && find(library, "vips_array_double_newv", vips.array_double)
           && find(library, "vips_area_unref", vips.area_unref);
}

} // namespace

const Vips* load_vips(std::string& why) {
    static Vips vips;
    void* library = ::dlopen(kLibrary, RTLD_NOW);
    if (!library) {
        why = "libvips is not installed (Debian: libvips42)";
        return nullptr;
    }
    if (!find_all(library, vips) || vips.init("akebono") != 0) {
        why = "libvips cannot be used";
        return nullptr;
    }
    vips.concurrency_set(1);
    vips.cache_set_max(0);
    vips.operation_block_set("VipsForeignLoad", 1);
    for (const char* loader : kLoaders) vips.operation_block_set(loader, 0);
    return &vips;
}

} // namespace media
