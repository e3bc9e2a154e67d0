# Several files in one: most of what compiling a small file costs is to instantiate and to write down once more what the
# standard library's and GoogleTest's templates make of it. For builds from scratch; in development, a change compiles
# the changed file alone.

# compile_in_batches(TARGET SOURCE...): of each folder (so, of each namespace of src/) one file at most goes into a batch.
# The names of its anonymous namespace are then its own. The files of tests/ have no namespace: two of its folders that
# use one name for different things may meet, and the compiler says so.
function(compile_in_batches target)
    set(sources ${ARGN})
    list(SORT sources) # Those of one folder lie side by side, and are dealt out in turn.
    set(batches 0)
    foreach(source IN LISTS sources)
        get_filename_component(folder ${source} DIRECTORY)
        string(MAKE_C_IDENTIFIER ${folder} folder)
        math(EXPR in_${folder} "0${in_${folder}} + 1")
        if(in_${folder} GREATER batches)
            set(batches ${in_${folder}})
        endif()
    endforeach()

    set(index 0)
    foreach(source IN LISTS sources)
        math(EXPR batch "${index} % ${batches}")
        set_property(SOURCE ${source} PROPERTY UNITY_GROUP batch_${batch})
        math(EXPR index "${index} + 1")
    endforeach()
    set_target_properties(${target} PROPERTIES UNITY_BUILD ON UNITY_BUILD_MODE GROUP)
endfunction()
